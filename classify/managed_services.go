package classify

// Causes that one advice is for.
var (
	untrustedWords = []Word{"unknown-authority", "self-signed", "missing-intermediate", "ca-file-lacks-root", "trust-anchor-mismatch", "empty-trust-store"}
	shutOutWords   = []Word{"timeout", "refused", "reset", "no-answer", "unreachable", "handshake-timeout"}
	misnamedWords  = []Word{"hostname-mismatch", "no-san", "member-name-not-in-san"}
	// datedWords are about certificates that a service renews by itself.
	datedWords = []Word{"expired", "expired-intermediate", "expires-soon", "not-yet-valid"}
)

const atlas = "MongoDB Atlas"

// publicCA is the advice where the service has certificates of public CAs.
func publicCA(service string) advice {
	return advice{untrustedWords, Fix{On: OnClient, Text: service + " uses certificates of public CAs: leave tlsCAFile out and bring the system's store up to date. If the issuer is none of them, a proxy in your network opens the connections."}}
}

// renewedBy is the advice where the service renews the certificates of its servers.
func renewedBy(service string) advice {
	return advice{datedWords, Fix{On: OnNetwork, Text: service + " renews the certificates of its servers, and users cannot. Look at the clock of this machine and at the issuer: a proxy in your network, or an old address of the name, may answer in its place. Else report it to the service.",
		Run: script("date -u", served("-noout -issuer -enddate"))}}
}

// Where the CAs of Amazon RDS are, which are those of DocumentDB, too.
const (
	bundlesGlobal = "https://truststore.pki.rds.amazonaws.com"
	bundlesGov    = "https://truststore.pki.us-gov-west-1.rds.amazonaws.com"
	bundlesChina  = "https://rds-truststore.s3.cn-north-1.amazonaws.com.cn"
)

// documentDB is the service in one partition of AWS, which has CAs of its own.
func documentDB(bundles string, suffixes ...string) managed {
	return managed{
		name: "Amazon DocumentDB", suffixes: suffixes, hosted: true,
		advice: []advice{
			{untrustedWords, Fix{On: OnClient,
				Text: "DocumentDB has certificates of Amazon RDS's own CAs. Take the bundle of your region as CA file; rds-combined-ca-bundle.pem is the former one and lacks the CAs of today. Its connection strings need retryWrites=false, too.",
				Run:  script("bundles="+bundles, "curl -O $bundles/global/global-bundle.pem", "mongotls doctor --tlsCAFile global-bundle.pem {host}")}},
			{datedWords, Fix{On: OnServer,
				Text: "DocumentDB renews an instance's certificate within its CA, and a CA that ends has to be changed by you: give clients the bundle first, then change the CA of each instance, which may restart.",
				Run:  script("aws docdb modify-db-instance --db-instance-identifier NAME \\\n    --ca-certificate-identifier rds-ca-rsa2048-g1 --apply-immediately")}},
			{misnamedWords, Fix{On: OnClient,
				Text: "Through a tunnel the name is another. Let the name of the cluster lead to the tunnel's end on your machine, and connect with it and directConnection=true.",
				Run:  script("echo '127.0.0.1 CLUSTER.docdb.amazonaws.com' \\\n    | sudo tee -a /etc/hosts")}},
			{shutOutWords, Fix{On: OnNetwork,
				Text: "DocumentDB is reached from its own VPC only. From outside take a tunnel through a host inside, and look whether the security group lets port 27017 in.",
				Run:  script("ssh -L 27017:{name}:{port} user@bastion.example.com -N")}},
			{[]Word{"closed-early", "server-plaintext", "handshake-alert"}, Fix{On: OnServer,
				Text: "See whether TLS is on: the parameter tls of the cluster's parameter group.",
				Run:  script("aws docdb describe-db-cluster-parameters \\\n    --db-cluster-parameter-group-name GROUP")}},
		},
		sources: []string{"Amazon DocumentDB developer guide: connect programmatically; connect from outside a VPC; update TLS certificates, also of GovCloud and China"},
	}
}

// services are those that are recognised, the most specific first.
var services = []managed{
	{
		name: atlas, suffixes: []string{".mongodb.net", ".mongodbgov.net", ".mongodb-dev.net"}, hosted: true,
		advice: []advice{
			{[]Word{"handshake-alert", "closed-early"}, Fix{On: OnNetwork,
				Text: "Atlas ends connections like this from addresses that are not on the project's IP access list, and of clusters that are paused. Add the address that your network shows to the outside, and look whether the cluster runs.",
				Run:  script("curl -s https://checkip.amazonaws.com", "atlas accessLists create --currentIp")}},
			{[]Word{"sni-missing", "sni-refused"}, Fix{On: OnClient,
				Text: "Free and Flex clusters of Atlas are told apart by the server name. Connect with the name and a client that sends it, never with an address."}},
			{shutOutWords, Fix{On: OnNetwork,
				Text: "Let connections out to the ports 27015 to 27017 of Atlas. Names with -pl- or -pri in them lead to private endpoints and peered networks, and answer inside those only.",
				Run:  script("nc -vz {name} {port}")}},
			{misnamedWords, Fix{On: OnClient,
				Text: "Connect with the connection string that Atlas shows: its certificates have the names of Atlas, and no address or alias of your own."}},
			{untrustedWords, Fix{On: OnClient,
				Text: "Atlas uses certificates of Let's Encrypt and of Google Trust Services: leave tlsCAFile out, and bring the system's or Java's store up to date until it has the roots ISRG Root X1 and GTS Root R1 to R4. Trust roots and pin no intermediate. If the issuer is none of these, a proxy in your network opens the connections.",
				Run:  script("mongotls doctor {host}")}},
			renewedBy("Atlas"),
		},
		sources: []string{"MongoDB Atlas documentation, connect to a cluster; connect via mongosh; security FAQ", "MongoDB help, 10393299: addition of Google Trust Services with Let's Encrypt"},
	},
	documentDB(bundlesGov, ".us-gov-west-1.docdb.amazonaws.com", ".us-gov-east-1.docdb.amazonaws.com"),
	documentDB(bundlesChina, ".docdb.cn-north-1.amazonaws.com.cn", ".docdb.cn-northwest-1.amazonaws.com.cn", ".docdb.amazonaws.com.cn"),
	documentDB(bundlesGlobal, ".docdb.amazonaws.com", ".docdb-elastic.amazonaws.com"),
	{
		name: "Azure DocumentDB", suffixes: []string{".mongocluster.cosmos.azure.com"}, hosted: true,
		advice: []advice{
			{shutOutWords, Fix{On: OnNetwork,
				Text: "A cluster without firewall rules is closed to all. Allow your address under Networking in the portal, or connect through the private endpoint. Use the mongodb+srv string of the portal."}},
			publicCA("Azure DocumentDB (Cosmos DB for MongoDB vCore)"),
			renewedBy("Azure DocumentDB"),
		},
		sources: []string{"Microsoft Learn, Azure Cosmos DB for MongoDB vCore: manage public access; connect to your cluster"},
	},
	{
		name: "Azure Cosmos DB", suffixes: []string{".mongo.cosmos.azure.com", ".documents.azure.com", ".mongo.cosmos.azure.us", ".documents.azure.us", ".mongo.cosmos.azure.cn", ".documents.azure.cn"}, hosted: true,
		advice: []advice{
			{append([]Word{"closed-early", "wrong-service", "no-mongodb-answer"}, shutOutWords...), Fix{On: OnClient,
				Text: "Cosmos DB for MongoDB listens on port 10255 with TLS only, and 443 is another interface. If that is the port, look at the account's firewall and private endpoints.",
				Run:  script("mongotls doctor {name}:10255")}},
			publicCA("Cosmos DB"),
			renewedBy("Cosmos DB"),
			{[]Word{"sni-missing", "sni-refused"}, Fix{On: OnClient,
				Text: "Cosmos DB tells accounts apart by the server name. Connect with the name of the account and a client that sends it, never with an address or an alias."}},
		},
		sources: []string{"Microsoft Learn, connect a MongoDB application to Azure Cosmos DB"},
	},
	{
		name: "DigitalOcean Managed MongoDB", suffixes: []string{".mongo.ondigitalocean.com"}, hosted: true,
		advice: []advice{
			{untrustedWords, Fix{On: OnClient,
				Text: "Each database cluster has a CA of its own. Download ca-certificate.crt from the cluster's page, and take it as CA file.",
				Run:  script("doctl databases get-ca DATABASE-ID", "mongotls doctor --tlsCAFile ca-certificate.crt {host}")}},
			{append([]Word{"closed-early"}, shutOutWords...), Fix{On: OnNetwork,
				Text: "Add your address to the trusted sources of the cluster. Names that begin with private- answer inside the VPC only."}},
		},
		sources: []string{"zodern/meteor-up #1277", "mongo-dart/mongo_dart #246", "DigitalOcean documentation, managed MongoDB: secure clusters"},
	},
	{
		name: "Scaleway Managed MongoDB", suffixes: []string{".scw.cloud"}, hosted: true,
		advice: []advice{
			{untrustedWords, Fix{On: OnClient,
				Text: "The instance has a CA of its own. Download the TLS certificate from the instance's page, and take it as CA file.",
				Run:  script("mongotls doctor --tlsCAFile certificate.pem {host}")}},
		},
		sources: []string{"Scaleway documentation, connect to a Managed MongoDB database instance"},
	},
	{
		name: "ApsaraDB for MongoDB", suffixes: []string{".mongodb.rds.aliyuncs.com"}, hosted: true,
		advice: []advice{
			{untrustedWords, Fix{On: OnClient,
				Text: "Download the CA of the instance under its SSL settings, and take it as CA file."}},
			{misnamedWords, Fix{On: OnClient,
				Text: "Its certificates do not have the names of the instance. Its manual says to check the chain and not the name: tlsAllowInvalidHostnames with the CA file of this instance and no other CA."}},
			{shutOutWords, Fix{On: OnNetwork,
				Text: "Add your address to the instance's whitelist, and see whether it has a public endpoint."}},
		},
		sources: []string{"Alibaba Cloud, ApsaraDB for MongoDB: SSL connection sample code for MongoDB drivers"},
	},
	{
		name: "Kubernetes", suffixes: []string{".svc.cluster.local", ".svc"},
		advice: []advice{
			{append([]Word{"dns"}, shutOutWords...), Fix{On: OnNetwork,
				Text: "Names in svc.cluster.local exist inside the Kubernetes cluster only. Connect from a pod; for clients outside, expose each member and give it a name outside: replicaSetHorizons of MongoDB's operators, splitHorizons of Percona's.",
				Run:  script("kubectl run -it --rm mongosh --image=mongo -- \\\n    mongosh 'mongodb://{host}/?tls=true'")}},
			{misnamedWords, Fix{On: OnCA,
				Text: "The certificate is for names inside Kubernetes. Add the names outside to it (dnsNames of cert-manager's Certificate) and make them horizons of the members; a single port-forward works with directConnection=true and the name inside in /etc/hosts.",
				Run:  script("kubectl get certificates -A", "kubectl describe certificate NAME")}},
			{untrustedWords, Fix{On: OnClient,
				Text: "The operator or cert-manager issues from a CA of its own. It is in the secret of the certificate: <cluster>-ssl of Percona's operator, what certificateKeySecretRef names for MongoDB's.",
				Run:  script("kubectl get secret NAME -o jsonpath='{.data.ca\\.crt}' \\\n    | base64 -d > ca.pem", "mongotls doctor --tlsCAFile ca.pem {host}")}},
		},
		sources: []string{"mongodb/mongodb-kubernetes-operator, docs/external_access.md", "Percona Operator for MongoDB, Transport Layer Security", "MongoDB Controllers for Kubernetes, cert-manager integration"},
	},
}
