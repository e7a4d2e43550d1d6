/// The configuration that `init` writes: works as it is, and explains what else there is.
package enum StarterConfiguration {
    /// JSON5 text, ends with a line end.
    package static let text = #"""
        // statuscomm configuration. This is JSON5: comments, trailing commas and keys without quotes are fine.
        // Check every edit with:     statuscomm config check
        // Try it on nobody with:     statuscomm incident open --dry-run ...
        // Relative paths start from the folder of this file. Durations: "90s", "15m", "1h30m".
        //
        // Secrets never stand in this file. Where one is needed, say where it comes from:
        //   { env: "NAME" }                      a variable of the environment
        //   { file: "path" }                     a file with one line, readable by you alone (chmod 600)
        //   { command: ["pass", "show", "x"] }   the one line a program prints; run without a shell
        {
          // Who is talking. Every message links to statusPageURL, so make it one your customers can open.
          company: {
            name: "Acme",
            domain: "acme.example",                        // reports end with support@ this domain
            statusPageURL: "https://status.acme.example",
            timeZone: "UTC",                               // such as "Europe/Berlin"; where a subscriber has none
          },

          // What can break, in your customers' words. Naming a parent means everything below it.
          // Keep ids stable: they are in the log for ever. Names can change.
          components: [
            { id: "web-application", name: "Web Application", children: [
              { id: "dashboard", name: "Dashboard" },
              { id: "user-authentication", name: "User Authentication", aliases: ["login", "sso"] },
              { id: "reporting", name: "Reporting" },
            ] },
            { id: "api", name: "API", children: [
              { id: "rest-api", name: "REST API", aliases: ["rest"] },
              { id: "graphql-api", name: "GraphQL API", aliases: ["graphql"] },
              { id: "webhooks", name: "Webhooks" },
            ] },
            { id: "integrations", name: "Integrations", children: [
              { id: "slack", name: "Slack" },
              { id: "microsoft-teams", name: "Microsoft Teams", aliases: ["teams"] },
              { id: "email-delivery", name: "Email Delivery" },
            ] },
          ],

          // What a severity does to a component, and how soon you promise the next update.
          // These are the defaults; change only what you disagree with.
          severities: {
            critical: { componentStatus: "major_outage", updateEvery: "15m" },
            high: { componentStatus: "partial_outage", updateEvery: "20m" },
            medium: { componentStatus: "degraded_performance", updateEvery: "30m" },
            low: { componentStatus: "operational", updateEvery: "30m" },
          },

          // Status pages. "static" writes HTML, feeds and JSON into a folder that any web server can serve.
          statusPages: [
            // With statistics: true it has a page that tells everybody how fast you inform them.
            { name: "local", connector: "static", directory: "site" },
            // A hosted page. Run 'statuscomm connector show statuspage' to see what a connector wants.
            // Components are found by name; give an id where yours has another name there.
            // {
            //   name: "public",
            //   connector: "statuspage",
            //   pageID: "abcdefghijkl",
            //   apiKey: { env: "STATUSPAGE_API_KEY" },
            //   components: { "rest-api": "k3xample1234" },
            // },
          ],

          // Chat rooms that get the short version. A webhook's address is a secret: whoever has it can post.
          announcements: [
            // { name: "ops-chat", connector: "slack", url: { file: "slack-webhook.secret" } },
          ],

          // Mail to subscribers. Until you have a relay, { directory } writes .eml files that you can open.
          mail: {
            relay: { directory: "outbox" },                // or "smtps://smtp.acme.example:465"
            // user: "status",
            // password: { file: "smtp.secret" },
            from: "Acme Status <status@acme.example>",
            // A CSV file with a header row, or JSON Lines; several as ["a.csv", "b.jsonl"], "-" for standard input. Columns:
            // address,name,components,lowest_severity,language,time_zone,unsubscribe_url; others are template variables.
            // subscribers: "subscribers.csv",
            // suppressions: "suppressed.txt",             // who never gets mail; relays add addresses that do not work
            // badRows: "stop",                            // send nothing when a row is no use; "skip" names it and goes on
            rate: "1000/min",                              // in any minute, by all processes; ask your relay what it takes
            connections: 8,
            // perRecipient: "12/hour",                    // most mails for one address; resolutions come all the same
            // maximumAge: "6h",                           // an older update is not sent any more; a resolution is
            // retryFor: "4h",                             // how long a recipient is tried whom the relay puts off
            // unsubscribeURL: "https://acme.example/unsubscribe?who={{email}}",   // for those without one of their own
            // replyTo: "support@acme.example",
            // returnPath: "bounces@acme.example", verp: true, dsn: true,          // bounces that name the recipient
            // listID: "status.acme.example", feedbackID: "api:update:page:acmestatus", priorityHeader: true,
            // caFile: "relay-ca.pem", proxy: "socks5h://proxy.acme.example:1080", allowPlaintext: false,
          },

          // Support tickets about the incident get a note, a reply and, at the end, a friendly close.
          tickets: [
            // {
            //   name: "support",
            //   connector: "request-tracker",
            //   url: "https://rt.acme.example",
            //   token: { command: ["pass", "show", "rt"] },
            //   threshold: 0.7,                           // score above which a ticket is linked
            // },
          ],

          // The banner inside your product: a small JSON feed, and a push channel if you have one.
          banners: [
            { name: "app", file: "site/banners.json" },
            // stream: { connector: "nchan", url: "https://push.acme.example/pub/banners" },
          ],

          // Text that must not become public. Everything is on by default; tune it when it gets in your way.
          messageCheck: {
            // employees: ["Jane Doe"],                    // names that must not leak
            // allowedHosts: ["*.acme.example"],           // hosts that may be named; others look internal
            // plainWords: { "OOM": "a server ran out of memory" },
            // rules: { jargon: "error", blame: "off" },
            // add: [ { name: "codename", patterns: ["project falcon"], level: "error", advice: "say 'the API'" } ],
          },

          // 'statuscomm tick' from cron keeps promises when everybody is busy fixing things.
          automaticUpdates: {
            enabled: false,                                // true: posts "still investigating" when an update is due
            maxAutomatic: 3,                               // in a row; after that it nags the owners instead
          },
          // owners: ["oncall@acme.example"],              // addresses, or names from 'announcements'

          // A folder whose files replace the built-in texts of the same name: statuscomm init --templates
          // templates: "templates",
        }

        """#
}
