$a = ["executable" => PHP_BINARY, "version" => PHP_VERSION, "packages" => new stdClass];
if (defined("OPENSSL_VERSION_TEXT")) {
    $p = openssl_get_cert_locations();
    $a["library"] = OPENSSL_VERSION_TEXT;
    $a["ca_file"] = $p["default_cert_file"];
    $a["ca_dir"] = $p["default_cert_dir"];
} else {
    $a["problem"] = "the extension openssl is not loaded";
}
if (phpversion("mongodb")) {
    $a["packages"] = ["mongodb" => phpversion("mongodb")];
}
echo "\n", json_encode($a), "\n";
