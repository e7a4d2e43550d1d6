/// Words that names of machines are made of.
enum HostWords {
    /// Last labels of names that only resolve inside: RFC 6762 appendix G, RFC 8375, and what is in use.
    static let internalDomains: Set<String> = [
        "internal", "intranet", "intra", "local", "localdomain", "localhost", "lan", "corp", "home", "private", "priv",
        "consul", "int", "prod", "stage", "staging", "dev", "svc", "cluster", "node", "dc1", "dc2", "infra", "ad",
    ]

    /// Ends of names that clouds give to what their customers run.
    static let privateCloudDomains = [
        ".amazonaws.com", ".compute.internal", ".cloudapp.net", ".cloudapp.azure.com", ".database.windows.net",
        ".blob.core.windows.net", ".servicebus.windows.net", ".cache.windows.net", ".documents.azure.com",
        ".elasticbeanstalk.com", ".internal.cloudapp.net", ".run.app", ".cloudfunctions.net", ".googleusercontent.com",
        ".herokuapp.com", ".mongodb.net", ".cloud.es.io", ".confluent.cloud", ".ondigitalocean.com",
    ]

    /// First labels below the company's domain that are meant for customers.
    static let publicLabels: Set<String> = [
        "www", "app", "api", "docs", "help", "support", "status", "portal", "login", "auth", "id", "sso", "account",
        "accounts", "my", "dashboard", "go", "blog", "community", "developer", "developers", "forum", "cdn", "static",
        "shop", "store", "pay", "checkout", "billing", "trust", "news", "events", "m", "mobile", "download",
        "downloads",
        "learn", "academy", "careers", "about", "web", "files", "meet", "chat", "mail", "webmail", "hooks", "webhooks",
    ]

    /// What machines are called for.
    static let machines: Set<String> = [
        "db", "sql", "mysql", "mariadb", "postgres", "postgresql", "pg", "oracle", "mssql", "mongo", "mongodb",
        "cassandra", "redis", "memcache", "memcached", "cache", "kafka", "zk", "zookeeper", "es", "elastic",
        "elasticsearch", "opensearch", "solr", "web", "www", "app", "appsrv", "api", "lb", "elb", "alb", "nlb",
        "haproxy", "nginx", "apache", "httpd", "tomcat", "worker", "node", "host", "srv", "server", "vm", "k8s",
        "kube", "docker", "swarm", "nomad", "etcd", "consul", "vault", "prod", "prd", "stage", "stg", "staging", "dev",
        "qa", "uat", "dc", "master", "slave", "replica", "primary", "secondary", "bastion", "jump", "jumphost", "gw",
        "gateway", "fw", "firewall", "vpn", "mq", "rabbit", "rabbitmq", "queue", "broker", "cron", "batch", "job",
        "jobs", "build", "ci", "jenkins", "gitlab", "git", "runner", "mon", "monitor", "grafana", "prometheus",
        "kibana",
        "splunk", "log", "logs", "syslog", "ldap", "dns", "ns", "dhcp", "ntp", "smtp", "mta", "mx", "proxy", "squid",
        "edge", "pop", "rack", "sw", "switch", "router", "rtr", "core", "san", "nas", "nfs", "storage", "stor", "ceph",
        "minio", "backup", "bkp", "esx", "esxi", "hv", "hypervisor", "vcenter", "pod", "ingress", "fe", "be",
        "frontend",
        "backend", "svc", "auth", "ec", "rds", "ip",
    ]

    /// What follows a machine's name instead of a number.
    static let roles: Set<String> = [
        "master", "slave", "replica", "primary", "secondary", "standby", "leader", "follower", "prod", "prd", "staging",
        "stg", "dev", "qa", "internal", "blue", "green", "canary",
    ]

    /// Stages that names of machines contain.
    static let environments: Set<String> = ["prod", "prd", "production", "staging", "stage", "stg", "dev", "qa", "uat"]

    /// Words with a digit that are something else.
    static let products: Set<String> = ["web2", "web3", "ec2", "es6", "es5", "es2015", "ip4", "ip6", "pop3", "app2"]
}
