require "json"
a = { executable: RbConfig.ruby, version: RUBY_VERSION, packages: {} }
begin
  require "openssl"
  a[:library] = OpenSSL::OPENSSL_LIBRARY_VERSION
  a[:ca_file] = OpenSSL::X509::DEFAULT_CERT_FILE
  a[:ca_dir] = OpenSSL::X509::DEFAULT_CERT_DIR
  c = OpenSSL::SSL::SSLContext.new
  a[:security_level] = c.security_level if c.respond_to?(:security_level)
  a[:fips] = OpenSSL.fips_mode if OpenSSL.respond_to?(:fips_mode)
  mongo = Gem::Specification.find_all_by_name("mongo").map(&:version).max if defined?(Gem::Specification)
  a[:packages][:mongo] = mongo.to_s if mongo
rescue StandardError, LoadError => e
  a[:problem] = "#{e.class}: #{e.message}"[0, 200]
end
puts "", JSON.generate(a)
