extension DrillScenario {
    /// The scenario that is played when no file is given, as JSON5 text that explains itself.
    package static let builtInText = #"""
        // A tabletop exercise. Keep a copy, change it, and play it with: statuscomm drill mine.json5
        //
        // Every step has a time, counted from the moment customers began to notice. It has news for those who take part
        // ("happens"), one command ("open", "note", "update", "resolve" or "report"), or both. With --interactive only
        // the news is used, and you decide what to do.
        {
          drill: "A change breaks the requests",
          about: "Customers see errors. Somebody changed something this morning.",
          steps: [
            { at: "0s", happens: "Alert: 12 of 100 requests fail. The first customer has written to support." },
            { at: "70s", open: {
              title: "Some requests fail",
              severity: "high",
              // components: ["REST API"],    without it, the first one of the configuration
              message: "About one in ten requests fails. We are looking for the cause.",
              nextUpdate: "15m",
            } },
            { at: "4m", happens: "The failures began with a change that went out this morning.",
              note: { type: "internal", text: "failures began with this morning's change" } },
            { at: "14m", update: {
              status: "identified",
              message: "A change from this morning is the cause. We are taking it back.",
              action: "We are taking the change back.",
              nextUpdate: "15m",
            } },
            { at: "22m", happens: "The change is taken back. Failures go down.",
              note: { type: "mitigation_applied", text: "change taken back everywhere",
                      customerText: "We took the change back." } },
            { at: "27m", update: {
              status: "monitoring",
              message: "The change is taken back, and requests succeed again. We keep watching.",
              nextUpdate: "30m",
            } },
            { at: "50m", happens: "No failures for twenty minutes.",
              note: { type: "full_recovery", text: "no failures for 20 minutes",
                      customerText: "All requests succeeded again." } },
            { at: "52m", resolve: {
              message: "All requests have succeeded for twenty minutes. We are sorry for the trouble.",
              rootCause: "A change that had not been tested with all kinds of requests.",
              fix: "We took the change back.",
              prevention: ["Changes are tested with all kinds of requests before they go out."],
            } },
            // What 'report draft --from' reads; the timeline comes from the notes above.
            { at: "26h", happens: "The postmortem is written.", report: {
              title: "Some requests failed",
              summary: "For 50 minutes about one in ten requests failed. No data was lost.",
              whatHappened: "A change of the morning could not handle some kinds of requests, which then failed.",
              resolution: "We took the change back.",
              impact: { customerCount: "about 300", errorRate: "12 % of all requests" },
              actionItems: [
                { text: "Changes are tested with all kinds of requests before they go out.",
                  type: "prevention", customerVisible: true },
              ],
            } },
          ],
        }

        """#

    /// The built-in scenario for a tree of components.
    ///
    /// - Throws: `InvalidConfiguration`, which a test rules out.
    package static func builtIn(components: ComponentTree) throws(InvalidConfiguration) -> DrillScenario {
        try DrillScenario(parsing: Array(builtInText.utf8), path: "built-in scenario", components: components)
    }
}
