const tls = require("tls");
const crypto = require("crypto");
const bundled = tls.getCACertificates ? tls.getCACertificates("bundled") : tls.rootCertificates;
console.log("\n" + JSON.stringify({
  executable: process.execPath,
  version: process.versions.node,
  library: "OpenSSL " + process.versions.openssl,
  oldest: tls.DEFAULT_MIN_VERSION,
  newest: tls.DEFAULT_MAX_VERSION,
  anchors: bundled && bundled.length,
  built_in: true,
  fips: crypto.getFips ? crypto.getFips() === 1 : null,
}));
