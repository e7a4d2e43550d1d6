/// Companies and services that others run for us, by the names people write.
///
/// Naming one is no fault in a message about an integration; putting the blame on it is (`BlameTables`), and a report
/// does without any (`ReportCheck`). Words are divided at points and signs, so `fly.io` is written `fly io`; names that
/// are everyday words (`Box`, `Square`) are left to the configuration's list.
enum VendorNames {
    static let all =
        clouds + networks + payments + messaging + data + identity + operations + security + other

    /// Names that are words a report may need, so that naming them alone says nothing.
    static let everydayWords: Set<String> = ["orange", "ups", "apple", "visa", "zoom", "lumen", "bt"]

    private static let clouds = [
        "aws", "amazon (web) (services)", "s3", "s3 bucket|buckets", "ec2", "dynamodb", "cloudfront", "cloudwatch",
        "route 53", "route53", "fargate", "elasticache", "redshift", "kinesis", "sqs", "aws|amazon rds|sns|ses|eks|ecs",
        "azure", "microsoft (azure|365|teams)", "entra (id)", "cosmos db", "google (cloud|workspace)", "gcp", "gke",
        "bigquery", "google cloud run", "cloud sql|spanner", "digitalocean", "digital ocean", "heroku", "ovh|ovhcloud",
        "hetzner", "linode", "vultr", "scaleway", "equinix", "ibm (cloud)", "alibaba (cloud)", "oracle", "rackspace",
        "netlify", "vercel", "render com", "fly io", "railway app", "ionos", "netcup", "contabo", "leaseweb", "upcloud",
        "exoscale", "stackit", "open telekom cloud", "tencent (cloud)", "backblaze", "wasabi", "digital realty",
        "cyrusone", "interxion", "vmware", "nutanix",
    ]

    private static let networks = [
        "cloudflare", "fastly", "akamai", "imperva", "incapsula", "stackpath", "limelight", "edgio", "gcore",
        "bunny net",
        "bunnycdn", "keycdn", "cloudinary", "imgix", "lumen", "level 3", "centurylink", "cogent", "zayo", "gtt", "ntt",
        "telia", "arelion", "hurricane electric", "telekom", "deutsche telekom", "vodafone", "verizon", "comcast",
        "at t",
        "t mobile", "o2", "orange", "telefonica", "bt", "swisscom", "kpn", "proximus", "telenor", "starlink",
        "verisign", "godaddy", "namecheap", "gandi", "dnsimple", "dyn (dns)", "ns1", "let's encrypt", "letsencrypt",
        "digicert", "sectigo", "globalsign", "quad9", "cisco", "juniper", "fortinet", "palo alto (networks)", "zscaler",
    ]

    private static let payments = [
        "stripe", "paypal", "adyen", "braintree", "klarna", "worldpay", "checkout com", "fiserv", "authorize net",
        "gocardless", "mollie", "razorpay", "payu", "worldline", "nexi", "sumup", "chargebee", "recurly",
        "plaid", "visa", "mastercard", "avalara", "taxjar",
    ]

    private static let messaging = [
        "twilio", "sendgrid", "mailgun", "mailchimp", "mandrill", "postmark", "sparkpost", "mailjet", "brevo",
        "sendinblue", "amazon ses", "vonage", "nexmo", "messagebird", "sinch", "plivo", "telnyx", "infobip", "pubnub",
        "ably", "onesignal", "firebase", "intercom", "freshdesk", "zendesk", "hubspot", "salesforce", "slack",
        "zoom", "webex", "discord", "mattermost", "braze", "customer io", "klaviyo",
    ]

    private static let data = [
        "snowflake", "databricks", "mongodb (atlas)", "confluent (cloud)", "redis labs|cloud|enterprise", "upstash",
        "planetscale", "supabase", "neon tech", "cockroachdb", "cockroach labs", "timescale", "clickhouse (cloud)",
        "aiven", "elastic cloud", "algolia", "pinecone", "fivetran", "dbt cloud", "mixpanel",
        "looker", "tableau", "informatica", "talend", "couchbase", "datastax", "singlestore", "cloudamqp",
        "openai", "anthropic", "hugging face", "mistral ai",
    ]

    private static let identity = [
        "okta", "auth0", "onelogin", "ping identity", "duo security", "jumpcloud", "workos", "stytch", "lastpass",
        "1password", "bitwarden", "keycloak", "hashicorp", "docusign", "onfido", "persona com",
    ]

    private static let operations = [
        "datadog", "new relic", "pagerduty", "opsgenie", "victorops", "splunk", "dynatrace", "appdynamics", "honeycomb",
        "sentry", "grafana (labs|cloud)", "prometheus", "kibana", "logz io", "loggly", "papertrail", "sumo logic",
        "solarwinds", "nagios", "zabbix", "pingdom", "uptimerobot", "statuscake", "checkly", "rollbar",
        "bugsnag", "launchdarkly", "github (actions)", "gitlab", "bitbucket", "circleci", "travis ci", "buildkite",
        "jenkins", "teamcity", "docker hub", "jfrog", "artifactory", "npmjs", "terraform (cloud)", "pulumi", "ansible",
        "puppet", "argo cd", "argocd", "servicenow", "atlassian", "jira", "confluence", "trello", "asana",
        "rootly", "firehydrant",
    ]

    private static let security = [
        "crowdstrike", "sentinelone", "snyk", "tenable", "qualys", "rapid7", "wiz io", "sophos", "mcafee", "symantec",
        "trend micro", "kaspersky", "proofpoint", "mimecast", "barracuda", "recaptcha", "hcaptcha",
    ]

    private static let other = [
        "shopify", "dropbox", "apple", "dhl", "ups", "fedex", "contentful", "sanity io", "mapbox", "here maps",
        "google maps", "openstreetmap", "workday", "sap", "netsuite", "xero", "quickbooks", "datev", "zapier",
        "airtable",
        "miro", "figma", "typeform", "calendly",
    ]
}
