import json, sys

a = {"executable": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3], "packages": {}}


def short(e):
    return ("%s: %s" % (type(e).__name__, e))[:200]


def user_site():
    # Isolated mode leaves out what pip install --user put there.
    import os, site
    path = site.getusersitepackages()
    if os.path.isdir(path):
        sys.path.append(path)


def tls():
    import ssl
    a["library"] = ssl.OPENSSL_VERSION
    p = ssl.get_default_verify_paths()
    a["ca_file"], a["ca_dir"] = p.openssl_cafile, p.openssl_capath
    c = ssl.create_default_context()
    a["anchors"] = c.cert_store_stats()["x509_ca"]
    a["security_level"] = getattr(c, "security_level", None)
    c = ssl.SSLContext(getattr(ssl, "PROTOCOL_TLS_CLIENT", ssl.PROTOCOL_SSLv23))
    a["oldest"] = getattr(getattr(c, "minimum_version", None), "name", None)
    if hasattr(ssl, "HAS_TLSv1_3"):
        a["newest"] = "TLSv1_3" if ssl.HAS_TLSv1_3 else None


modules = {"pymongo": "pymongo", "certifi": "certifi", "pyopenssl": "OpenSSL",
           "service-identity": "service_identity", "requests": "requests", "cryptography": "cryptography"}


def fips():
    import _hashlib
    a["fips"] = _hashlib.get_fips_mode() == 1


def packages():
    import importlib, importlib.util
    for name, module in modules.items():
        if importlib.util.find_spec(module) is None:
            continue
        try:
            from importlib import metadata
            a["packages"][name] = metadata.version(name)
        except Exception:  # before Python 3.8, or without its metadata
            a["packages"][name] = getattr(importlib.import_module(module), "__version__", "?")


def certifi():
    if "certifi" in a["packages"]:
        import certifi
        a["certifi"] = certifi.where()


def ocsp():
    if "pymongo" in a["packages"]:
        try:
            import pymongo.pyopenssl_context
            a["ocsp_works"] = True
            from OpenSSL import SSL
            a["ocsp_library"] = SSL.SSLeay_version(SSL.SSLEAY_VERSION).decode()
        except Exception as e:
            a.setdefault("ocsp_works", False)
            a["ocsp_error"] = short(e)


for step in (user_site, tls, packages, certifi, ocsp):
    try:
        step()
    except Exception as e:
        a["problem"] = short(e)
try:
    fips()
except Exception:  # before Python 3.9, or without OpenSSL: it cannot tell
    pass
print("\n" + json.dumps(a))
