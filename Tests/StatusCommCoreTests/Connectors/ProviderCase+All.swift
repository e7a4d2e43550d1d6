import JSON5
import TestSupport

extension ProviderCase {
    /// Every status page provider but Statuspage, which has a file of its own.
    static let all = [cachet, cachet2, instatus, incidentIo, oneUptime, betterStack]

    static let cachet = ProviderCase(
        preset: "cachet",
        double: { try .cachet() },
        base: "/api",
        dashboardID: "2",
        open: #"""
            [["POST /api/incidents", {
              name: 'API "down" & <slow>', status: 1, message: "We are looking into it.\nMore soon.", visible: true,
              notifications: true, occurred_at: "2026-11-23T13:05:00",
              components: [{ id: "1", status: 4 }, { id: "2", status: 3 }], meta: { statuscomm: "7f3a9c" } }]]
            """#,
        identified: #"""
            [["POST /api/incidents/1/updates", { status: 2, message: "We are looking into it.\nMore soon." }]]
            """#,
        resolved: #"""
            [["POST /api/incidents/1/updates", { status: 4, message: "We are looking into it.\nMore soon." }]]
            """#,
        saved: ["remoteID": "1"]
    )

    static let cachet2 = ProviderCase(
        preset: "cachet-2",
        double: { try .cachet2() },
        base: "/api/v1",
        dashboardID: "2",
        header: ("x-cachet-token", "key1"),
        open: #"""
            [["PUT /api/v1/components/1", { status: 4 }], ["PUT /api/v1/components/2", { status: 3 }],
             ["POST /api/v1/incidents", {
              name: 'API "down" & <slow>', status: 1, message: "We are looking into it.\nMore soon.", visible: 1,
              notify: true, occurred_at: "2026-11-23 13:05" }]]
            """#,
        identified: #"""
            [["PUT /api/v1/components/1", { status: 4 }], ["PUT /api/v1/components/2", { status: 3 }],
             ["POST /api/v1/incidents/1/updates", { status: 2, message: "We are looking into it.\nMore soon." }]]
            """#,
        resolved: #"""
            [["PUT /api/v1/components/1", { status: 1 }], ["PUT /api/v1/components/2", { status: 1 }],
             ["POST /api/v1/incidents/1/updates", { status: 4, message: "We are looking into it.\nMore soon." }]]
            """#,
        saved: ["remoteID": "1", "url": "http://status.acme.example/incidents/1"]
    )

    static let instatus = ProviderCase(
        preset: "instatus",
        double: { try .instatus() },
        settings: ["pageID": "page1"],
        open: #"""
            [["POST /v1/page1/incidents", {
              name: 'API "down" & <slow>', message: "We are looking into it.\nMore soon.", components: ["c1", "c2"],
              started: "2026-11-23T13:05:00.250Z", status: "INVESTIGATING", notify: true,
              statuses: [{ id: "c1", status: "MAJOROUTAGE" }, { id: "c2", status: "PARTIALOUTAGE" }] }]]
            """#,
        identified: #"""
            [["POST /v1/page1/incidents/i1/incident-updates", {
              message: "We are looking into it.\nMore soon.", components: ["c1", "c2"],
              started: "2026-11-23T13:06:00.250Z", status: "IDENTIFIED", notify: true,
              statuses: [{ id: "c1", status: "MAJOROUTAGE" }, { id: "c2", status: "PARTIALOUTAGE" }] }]]
            """#,
        resolved: #"""
            [["POST /v1/page1/incidents/i1/incident-updates", {
              message: "We are looking into it.\nMore soon.", components: ["c1", "c2"],
              started: "2026-11-23T13:06:00.250Z", status: "RESOLVED", notify: true,
              statuses: [{ id: "c1", status: "OPERATIONAL" }, { id: "c2", status: "OPERATIONAL" }] }]]
            """#
    )

    static let incidentIo = ProviderCase(
        preset: "incident-io",
        double: { try .incidentIo() },
        settings: ["pageID": "page1"],
        open: #"""
            [["POST /v2/status_page_incidents", {
              idempotency_key: "7f3a9c", status_page_id: "page1", name: 'API "down" & <slow>',
              message: "We are looking into it.\nMore soon.", incident_status: "investigating",
              notify_subscribers: true, component_statuses: [
                { component_id: "c1", component_status: "full_outage" },
                { component_id: "c2", component_status: "partial_outage" }] }]]
            """#,
        identified: #"""
            [["POST /v2/status_page_incident_updates", {
              status_page_incident_id: "i1", message: "We are looking into it.\nMore soon.",
              incident_status: "identified", notify_subscribers: true, component_statuses: [
                { component_id: "c1", component_status: "full_outage" },
                { component_id: "c2", component_status: "partial_outage" }] }]]
            """#,
        resolved: #"""
            [["POST /v2/status_page_incident_updates", {
              status_page_incident_id: "i1", message: "We are looking into it.\nMore soon.",
              incident_status: "resolved", notify_subscribers: true }]]
            """#,
        findsOpened: false
    )

    static let oneUptime = ProviderCase(
        preset: "oneuptime",
        double: { try .oneUptime() },
        base: "/api",
        header: ("apikey", "key1"),
        open: #"""
            [["POST /api/incident", { data: {
              title: 'API "down" & <slow>', description: "We are looking into it.\nMore soon.",
              incidentSeverityId: "v1", declaredAt: "2026-11-23T13:05:00.250Z",
              monitors: [{ _id: "c1" }, { _id: "c2" }], changeMonitorStatusToId: "m3", isVisibleOnStatusPage: true,
              shouldStatusPageSubscribersBeNotifiedOnIncidentCreated: true, customFields: { statuscomm: "7f3a9c" } } }]]
            """#,
        identified: #"""
            [["POST /api/incident-public-note", { data: {
              incidentId: "i1", note: "We are looking into it.\nMore soon.", postedAt: "2026-11-23T13:06:00.250Z",
              shouldStatusPageSubscribersBeNotifiedOnNoteCreated: true } }],
             ["POST /api/incident-state-timeline", { data: {
              incidentId: "i1", incidentStateId: "s2", startsAt: "2026-11-23T13:06:00.250Z",
              shouldStatusPageSubscribersBeNotified: false } }]]
            """#,
        resolved: #"""
            [["POST /api/incident-public-note", { data: {
              incidentId: "i1", note: "We are looking into it.\nMore soon.", postedAt: "2026-11-23T13:06:00.250Z",
              shouldStatusPageSubscribersBeNotifiedOnNoteCreated: true } }],
             ["POST /api/incident-state-timeline", { data: {
              incidentId: "i1", incidentStateId: "s3", startsAt: "2026-11-23T13:06:00.250Z",
              shouldStatusPageSubscribersBeNotified: false } }]]
            """#,
        losses: ["partial_outage"]
    )

    static let betterStack = ProviderCase(
        preset: "better-stack",
        double: { try .betterStack() },
        base: "/api/v2",
        settings: ["pageID": 7],
        open: #"""
            [["POST /api/v2/status-pages/7/status-reports", {
              title: 'API "down" & <slow>', message: "Investigating: We are looking into it.\nMore soon.",
              report_type: "manual", starts_at: "2026-11-23T13:05:00.250Z", notify_subscribers: true,
              affected_resources: [
                { status_page_resource_id: "c1", status: "downtime" },
                { status_page_resource_id: "c2", status: "degraded" }] }]]
            """#,
        identified: #"""
            [["POST /api/v2/status-pages/7/status-reports/1/status-updates", {
              message: "Identified: We are looking into it.\nMore soon.", published_at: "2026-11-23T13:06:00.250Z",
              notify_subscribers: true, affected_resources: [
                { status_page_resource_id: "c1", status: "downtime" },
                { status_page_resource_id: "c2", status: "degraded" }] }]]
            """#,
        resolved: #"""
            [["POST /api/v2/status-pages/7/status-reports/1/status-updates", {
              message: "Resolved: We are looking into it.\nMore soon.", published_at: "2026-11-23T13:06:00.250Z",
              notify_subscribers: true, affected_resources: [
                { status_page_resource_id: "c1", status: "resolved" },
                { status_page_resource_id: "c2", status: "resolved" }] }]]
            """#,
        losses: ["investigating", "partial_outage"],
        saved: ["remoteID": "1"]
    )
}
