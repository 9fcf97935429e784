package cert

import (
	"errors"
	"fmt"
)

// readAuthorityInfo keeps the URIs of authorityInfoAccess (RFC 5280, section 4.2.2.1).
func (c *Cert) readAuthorityInfo(x extension) error {
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	for r := outer.children(); !r.empty(); {
		oid, location, err := readAccess(r)
		if err != nil {
			return err
		}
		switch {
		case location.kind != nameURI:
		case oid == "1.3.6.1.5.5.7.48.1" && len(c.OCSPServers) < maxNames:
			c.OCSPServers = append(c.OCSPServers, string(location.value))
		case oid == "1.3.6.1.5.5.7.48.2" && len(c.CAIssuers) < maxNames:
			c.CAIssuers = append(c.CAIssuers, string(location.value))
		}
	}
	return nil
}

func readAccess(list *reader) (oid string, location generalName, err error) {
	outer, err := list.expect(tagSequence, "access description")
	if err != nil {
		return "", location, err
	}
	r := outer.children()
	method, err := r.expect(tagOID, "access method")
	if err != nil {
		return "", location, err
	}
	if oid, err = method.oid(); err != nil {
		return "", location, err
	}
	location, err = readGeneralName(r)
	return oid, location, err
}

// readCRLPoints keeps the URIs of distribution points (RFC 5280, section 4.2.1.13).
func (c *Cert) readCRLPoints(x extension) error {
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	for r := outer.children(); !r.empty(); {
		point, err := r.expect(tagSequence, "distribution point")
		if err != nil {
			return err
		}
		if err := c.readCRLPoint(point.children()); err != nil {
			return err
		}
	}
	return nil
}

// readCRLPoint reads one; it must name the point or the issuer of the list, or OpenSSL
// refuses the certificate (v3_purp.c, setup_dp).
func (c *Cert) readCRLPoint(point *reader) error {
	name, named := point.optional(constructedTag(0))
	point.optional(contextTag(1)) // reasons
	issuer, issued := point.optional(constructedTag(2))
	switch {
	case !point.empty():
		return errors.New("a distribution point has an unknown field")
	case !named && (!issued || len(issuer.body) == 0):
		return errors.New("a distribution point names neither itself nor an issuer")
	case !named:
		return nil
	}
	choice, err := name.children().next()
	if err != nil {
		return fmt.Errorf("distributionPoint: %w", err)
	}
	switch choice.tag {
	case constructedTag(1): // nameRelativeToCRLIssuer
		return nil
	case constructedTag(0):
	default:
		return fmt.Errorf("distributionPoint: tag 0x%02x is no kind of name", choice.tag)
	}
	names, err := readGeneralNames(choice)
	for _, n := range names {
		if n.kind == nameURI && len(c.CRLURLs) < maxNames {
			c.CRLURLs = append(c.CRLURLs, string(n.value))
		}
	}
	return err
}
