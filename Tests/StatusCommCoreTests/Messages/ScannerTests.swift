import StatusCommCore
import Testing

/// A text, and the rules that stop it; none for a text that customers may read.
struct ScannedText: CustomTestStringConvertible {
    var text: String
    var rules: Set<String>
    var testDescription: String { text }

    init(_ text: String, _ rules: String...) {
        self.text = text
        self.rules = Set(rules)
    }
}

private func rules(stopping text: String) -> Set<String> {
    let context = MessageCheckContext(companyDomain: "acme.example", statusPageURL: "https://status.acme.example")
    return Set(MessageCheck(rules: MessageCheckRules(), context: context).findings(in: text).blocking().map(\.rule))
}

@Test(arguments: [
    ScannedText("It ran SELECT * FROM users for an hour.", "code"),
    ScannedText("select id from orders where paid = 0 took too long", "code"),
    ScannedText("We ran update accounts set plan = 'free' by mistake.", "code"),
    ScannedText("A job of ours did delete from sessions where expires < 5.", "code"),
    ScannedText("ALTER TABLE invoices ADD COLUMN due date", "code"),
    ScannedText("A missing index made the LEFT JOIN orders slow.", "code"),
    ScannedText("The report sorts with ORDER BY created.", "code"),
    ScannedText("We drop index concurrently from now on.", "code"),
    ScannedText("WHERE paid = 0 matched every row.", "code"),
    ScannedText("kubectl delete was run on the wrong cluster.", "code"),
    ScannedText("helm rollback auth 42 brought it back.", "code"),
    ScannedText("DB_POOL_SIZE was too low.", "code"),
    ScannedText("We raised pool.size=20 to more.", "code"),
    ScannedText("The call of chargeCard() failed.", "code"),
    ScannedText("We scale with --replicas now.", "code"),
])
func `what is typed to machines is code`(_ example: ScannedText) {
    #expect(rules(stopping: example.text) == example.rules)
}

@Test(arguments: [
    ScannedText("See #ops-oncall for the details.", "chat-channel"),
    ScannedText("@here and @platform-oncall were told.", "chat-channel"),
    ScannedText("Our Slack channel has the history.", "chat-channel"),
    ScannedText("The war room was opened at 13:20.", "chat-channel"),
    ScannedText("It is in acme.slack.com/archives/C024BE91L now.", "chat-channel"),
    ScannedText("Join https://zoom.us/j/99911 please.", "chat-channel"),
    ScannedText("Everything in namespace payments restarted.", "internal-host"),
    ScannedText("The checkout-eu pods restarted.", "internal-host"),
    ScannedText("deployment.apps/product was scaled.", "internal-host"),
    ScannedText("Something in kube-system took all memory.", "internal-host"),
    ScannedText("pod/orders-0 restarted.", "internal-host"),
    ScannedText("Requests to /internal/v2/charge failed.", "file-path"),
    ScannedText("The change 3f2a9bc1d was taken back.", "ticket-id"),
])
func `rooms, workloads, inner addresses and changes are internal`(_ example: ScannedText) {
    #expect(rules(stopping: example.text) == example.rules)
}

@Test(arguments: [
    "Select a file from the list, and update your settings.",
    "Select *Settings* from the menu, or choose File > Export from there.",
    "Please delete the app from your phone and insert the card into the reader.",
    "You can order by phone, and group by team in Reporting. Update 2 sets the date right.",
    "Lists where nothing is set show everything. Values are limited to 100.",
    "We have taken the change back and will not drop it again.",
    "Follow @acmestatus or #AcmeStatus for news.", "The colour #ff8800 and item #12 are shown wrong.",
    "Messages in Slack channels arrive late. Calls in Teams may drop, and you can bridge the time with e-mail.",
    "Podcasts do not play. Episodes in your queue are kept.",
    "The check-out queue is long, and two-step sign-in and follow-up tables load slowly.",
    "Support answers 24/7 by mail and/or phone. A job/task that failed is repeated.",
    "The field created_at of the API is empty for new records.",
    "Put the box on the square. A segment of the road is closed, and that is wise.",
    "Nodes in your diagrams are drawn twice, and containers lose their colour.",
    "Tables with more than 1,000 rows, buckets with spaces in their names, and shared releases are not affected.",
    "A decade of reports is back, and so are the facade and the cafe pictures.",
])
func `everyday words that machines use too stop nothing`(_ text: String) {
    #expect(rules(stopping: text) == [])
}

@Test func `an address of the status page that is a file stands in a report`() {
    let context = MessageCheckContext(companyDomain: "acme.example", statusPageURL: "file:///srv/site/index.html")
    let check = MessageCheck(rules: MessageCheckRules(), context: context)
    #expect(check.findings(in: "See file:///srv/site/index.html for more.").isEmpty)
    #expect(check.findings(in: "See file:///srv/other.html for more.").map(\.rule) == ["file-path"])
}
