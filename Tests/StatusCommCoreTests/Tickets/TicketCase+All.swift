import JSON5
import StatusCommCore
import TestSupport

extension TicketCase {
    /// Every shipped connector of the kind `ticket`.
    static let all = [
        requestTracker, roundup, zendesk, freshdesk, jiraServiceManagement, zammad, intercom, helpScout, gitHubIssues,
        gitLabIssues, serviceNow,
    ]

    static let requestTracker = TicketCase(
        preset: "request-tracker",
        double: { try .requestTracker() },
        settings: { ["url": .string($0), "incidentField": "Incident"] },
        secret: ("token", "token1"),
        search: """
            GET /REST/2.0/tickets query=Status = '__Active__' AND Created >= '2026-11-22 13:05:00 UTC' AND (id > 0)\
            &fields=Subject,Status,Created,LastUpdated,Requestor,CustomFields,Queue\
            &fields[Requestor]=EmailAddress,RealName&fields[Queue]=Name&orderby=id&per_page=100&page=1
            """,
        searchRequests: 2,
        isHidden: { $0.isMultiple(of: 50) },
        page: "URL/Ticket/Display.html?id=12",
        requester: ("customer13@customers.example", "customer13@customers.example"),
        field: ("Affected Service", "payments"),
        listsText: false,
        link: #"""
            [["PUT /REST/2.0/ticket/12", { AddRefersTo: "https://status.acme.example/incidents/k3x9q2m7a1b4" }],
             ["PUT /REST/2.0/ticket/12", { CustomFields: { Incident: ["incident-k3x9q2m7a1b4"] } }]]
            """#,
        unlink: #"""
            [["PUT /REST/2.0/ticket/12", { DeleteRefersTo: "https://status.acme.example/incidents/k3x9q2m7a1b4" }],
             ["PUT /REST/2.0/ticket/12", { CustomFields: { Incident: [] } }]]
            """#,
        note: #"[["POST /REST/2.0/ticket/12/comment", { Content: TEXT, ContentType: "text/plain" }]]"#,
        reply: #"[["POST /REST/2.0/ticket/12/correspond", { Content: TEXT, ContentType: "text/plain" }]]"#,
        replyAndClose: #"""
            [["POST /REST/2.0/ticket/12/correspond",
              { Content: TEXT, ContentType: "text/plain", Status: "resolved" }]]
            """#,
        close: #"[["PUT /REST/2.0/ticket/12", { Status: "resolved" }]]"#
    )

    static let roundup = TicketCase(
        preset: "roundup",
        double: { try .roundup() },
        settings: { ["url": .string($0 + "/tracker"), "origin": .string($0), "user": "agent"] },
        secret: ("password", "token1"),
        search: """
            GET /tracker/rest/data/issue creation=from 2026-11-21.22:05:00\
            &@fields=title,status.name,creation,activity,requestor.id,requestor.address,requestor.realname,service,\
            incident&@sort=id&@page_size=100&@page_index=1
            """,
        searchRequests: 4,
        page: "URL/tracker/issue12",
        requester: ("13", "customer13@customers.example"),
        field: ("service", "payments"),
        listsText: false,
        link: #"[["PATCH /tracker/rest/data/issue/12", { "@op": "replace", incident: "incident-k3x9q2m7a1b4" }]]"#,
        unlink: #"[["PATCH /tracker/rest/data/issue/12", { "@op": "remove", incident: "" }]]"#,
        unlinkAgain: "[]",
        note: #"""
            [["POST /tracker/rest/data/msg",
              { content: TEXT, private: "true", author: "agent", messageid: "<0123456789abcdef0123456789abcdef@statuscomm>" }],
             ["PATCH /tracker/rest/data/issue/12", { "@op": "add", messages: ["5000"] }]]
            """#,
        reply: #"""
            [["POST /tracker/rest/data/msg",
              { content: TEXT, author: "agent", messageid: "<0123456789abcdef0123456789abcdef@statuscomm>" }],
             ["PATCH /tracker/rest/data/issue/12", { "@op": "add", messages: ["5001"] }]]
            """#,
        close: #"[["PATCH /tracker/rest/data/issue/12", { "@op": "replace", status: "resolved" }]]"#,
        isRepeatable: true
    )

    static let zendesk = TicketCase(
        preset: "zendesk",
        double: { try .zendesk() },
        settings: { ["url": .string($0), "email": "agent@acme.example"] },
        secret: ("token", "token1"),
        search: """
            GET /api/v2/search/export query=status<solved created>=2026-11-22T13:05:00Z \
            &filter[type]=ticket&page[size]=100
            """,
        searchRequests: 2,
        page: "URL/agent/tickets/12",
        requester: ("10013", "customer13@customers.example"),
        field: ("360001", "payments"),
        link: #"[["PUT /api/v2/tickets/12/tags", { tags: ["incident-k3x9q2m7a1b4"] }]]"#,
        unlink: #"[["DELETE /api/v2/tickets/12/tags", { tags: ["incident-k3x9q2m7a1b4"] }]]"#,
        note: #"[["PUT /api/v2/tickets/12", { ticket: { comment: { html_body: TEXT, public: false } } }]]"#,
        reply: #"[["PUT /api/v2/tickets/12", { ticket: { comment: { html_body: TEXT, public: true } } }]]"#,
        replyAndClose: #"""
            [["PUT /api/v2/tickets/12", { ticket: { comment: { html_body: TEXT, public: true }, status: "solved" } }]]
            """#,
        close: #"[["PUT /api/v2/tickets/12", { ticket: { status: "solved" } }]]"#,
        text: html,
        hint: ([("ratelimit-remaining", "0"), ("ratelimit-reset", "17")], .seconds(17))
    )

    static let freshdesk = TicketCase(
        preset: "freshdesk",
        double: { try .freshdesk() },
        settings: { ["url": .string($0)] },
        secret: ("apiKey", "key1"),
        search: """
            GET /api/v2/tickets updated_since=2026-11-22T13:05:00Z&include=requester,description\
            &order_by=created_at&order_type=asc&per_page=100
            """,
        searchRequests: 3,
        page: "URL/a/tickets/12",
        requester: ("10013", "customer13@customers.example"),
        field: ("cf_service", "payments"),
        link: #"[["PUT /api/v2/tickets/12", { tags: ["incident-k3x9q2m7a1b4"] }]]"#,
        unlink: #"[["PUT /api/v2/tickets/12", { tags: [] }]]"#,
        note: #"[["POST /api/v2/tickets/12/notes", { body: TEXT, private: true }]]"#,
        reply: #"[["POST /api/v2/tickets/12/reply", { body: TEXT }]]"#,
        close: #"[["PUT /api/v2/tickets/12", { status: 4 }]]"#,
        text: html
    )

    static let jiraServiceManagement = TicketCase(
        preset: "jira-service-management",
        double: { try .jiraServiceManagement() },
        settings: {
            ["url": .string($0), "email": "agent@acme.example", "project": "SUP", "fields": "customfield_10010"]
        },
        secret: ("token", "token1"),
        search: """
            GET /rest/api/2/search/jql jql=project = "SUP" AND statusCategory != Done AND created >= -1441m \
            ORDER BY created ASC&fields=summary,description,status,created,updated,reporter,labels,project,\
            customfield_10010&maxResults=100
            """,
        searchRequests: 3,
        reference: { "SUP-\($0)" },
        page: "URL/browse/SUP-12",
        requester: ("account13", "customer13@customers.example"),
        field: ("customfield_10010", "payments"),
        wholeSeconds: false,
        link: #"""
            [["PUT /rest/api/2/issue/12", { update: { labels: [{ add: "incident-k3x9q2m7a1b4" }] } }],
             ["POST /rest/api/2/issue/12/remotelink", {
               globalId: "statuscomm:incident-k3x9q2m7a1b4",
               object: { url: "https://status.acme.example/incidents/k3x9q2m7a1b4", title: 'Payments are "down"' } }]]
            """#,
        unlink: #"""
            [["PUT /rest/api/2/issue/12", { update: { labels: [{ remove: "incident-k3x9q2m7a1b4" }] } }],
             ["DELETE /rest/api/2/issue/12/remotelink?globalId=statuscomm%3Aincident-k3x9q2m7a1b4", null]]
            """#,
        note: #"[["POST /rest/servicedeskapi/request/12/comment", { body: TEXT, public: false }]]"#,
        reply: #"[["POST /rest/servicedeskapi/request/12/comment", { body: TEXT, public: true }]]"#,
        close: #"[["POST /rest/api/2/issue/12/transitions", { transition: { id: "41" } }]]"#,
        knowsPending: false,
        hint: ([("X-RateLimit-Reset", "2026-11-23T13:05:17.250Z")], .seconds(17))
    )

    static let zammad = TicketCase(
        preset: "zammad",
        double: { try .zammad() },
        settings: { ["url": .string($0)] },
        secret: ("token", "token1"),
        search: """
            GET /api/v1/tickets/search query=state.name:(new OR open OR "pending reminder" OR "pending close") \
            AND created_at:>now-1441m AND (*)&expand=true&sort_by=created_at&order_by=asc&per_page=50&page=1
            """,
        searchRequests: 4,
        reference: { "22\($0)" },
        page: "URL/#ticket/zoom/12",
        requester: ("10013", "customer13@customers.example"),
        field: ("service", "payments"),
        listsText: false,
        wholeSeconds: false,
        link: #"""
            [["POST /api/v1/tags/add", { item: "incident-k3x9q2m7a1b4", object: "Ticket", o_id: 12 }]]
            """#,
        unlink: #"""
            [["DELETE /api/v1/tags/remove", { item: "incident-k3x9q2m7a1b4", object: "Ticket", o_id: 12 }]]
            """#,
        note: #"""
            [["POST /api/v1/ticket_articles",
              { ticket_id: 12, body: TEXT, content_type: "text/html", type: "note", internal: true }]]
            """#,
        reply: #"""
            [["POST /api/v1/ticket_articles",
              { ticket_id: 12, to: "customer13@customers.example", body: TEXT, content_type: "text/html", type: "email",
                internal: false }]]
            """#,
        replyAndClose: #"""
            [["PUT /api/v1/tickets/12", { state: "closed", article: {
              to: "customer13@customers.example", body: TEXT, content_type: "text/html", type: "email",
              internal: false } }]]
            """#,
        close: #"[["PUT /api/v1/tickets/12", { state: "closed" }]]"#,
        text: html
    )

    static let intercom = TicketCase(
        preset: "intercom",
        double: { try .intercom() },
        settings: {
            [
                "baseURL": .string($0), "adminID": "780", "incidentAttribute": "Incident", "incidentAttributeID": "55",
            ]
        },
        secret: ("token", "token1"),
        search: """
            POST /tickets/search {"query":{"operator":"AND","value":[{"field":"open","operator":"=","value":true},\
            {"field":"created_at","operator":">","value":1795266300}]},"pagination":{"per_page":150}}
            """,
        searchRequests: 2,
        reference: { "9\($0)" },
        requester: ("contact13", "customer13@customers.example"),
        field: ("Service", "payments"),
        link: #"[["PUT /tickets/12", { ticket_attributes: { Incident: "incident-k3x9q2m7a1b4" } }]]"#,
        unlink: #"[["PUT /tickets/12", { ticket_attributes: { Incident: "" } }]]"#,
        unlinkAgain: "[]",
        note: #"[["POST /tickets/12/reply", { message_type: "note", type: "admin", admin_id: "780", body: TEXT }]]"#,
        reply: #"""
            [["POST /tickets/12/reply", { message_type: "comment", type: "admin", admin_id: "780", body: TEXT }]]
            """#,
        close: #"[["PUT /tickets/12", { open: false, admin_id: 780 }]]"#,
        text: html,
        hint: ([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795439117")], .milliseconds(16_750))
    )

    static let helpScout = TicketCase(
        preset: "help-scout",
        double: { try .helpScout() },
        settings: { ["baseURL": .string($0 + "/v2"), "appID": "app1"] },
        secret: ("appSecret", "secret1"),
        search: """
            GET /v2/conversations status=open&query=(createdAt:[2026-11-22T13:05:00Z TO *])\
            &sortField=createdAt&sortOrder=asc&page=1
            """,
        searchRequests: 8,
        reference: { String(7_000 + $0) },
        page: "https://secure.helpscout.net/conversation/12/7012",
        requester: ("10013", "customer13@customers.example"),
        field: ("Service", "payments"),
        listsText: false,
        isHTML: true,
        link: #"[["PUT /v2/conversations/12/tags", { tags: ["incident-k3x9q2m7a1b4"] }]]"#,
        unlink: #"[["PUT /v2/conversations/12/tags", { tags: [] }]]"#,
        note: #"[["POST /v2/conversations/12/notes", { text: TEXT }]]"#,
        reply: #"[["POST /v2/conversations/12/reply", { customer: { id: 10013 }, text: TEXT }]]"#,
        replyAndClose: #"""
            [["POST /v2/conversations/12/reply", { customer: { id: 10013 }, text: TEXT, status: "closed" }]]
            """#,
        close: #"[["PATCH /v2/conversations/12", { op: "replace", path: "/status", value: "closed" }]]"#,
        text: html,
        hint: ([("X-RateLimit-Retry-After", "17")], .seconds(17))
    )

    static let gitHubIssues = TicketCase(
        preset: "github-issues",
        double: { try .gitHubIssues() },
        settings: { ["baseURL": .string($0), "owner": "acme", "repository": "support"] },
        secret: ("token", "token1"),
        search: """
            GET /repos/acme/support/issues state=open&since=2026-11-22T13:05:00Z&sort=created&direction=asc&per_page=100
            """,
        searchRequests: 2,
        isHidden: { $0.isMultiple(of: 7) },
        page: "https://github.example/acme/support/issues/12",
        requester: ("customer13", nil),
        link: #"[["POST /repos/acme/support/issues/12/labels", { labels: ["incident-k3x9q2m7a1b4"] }]]"#,
        unlink: #"[["DELETE /repos/acme/support/issues/12/labels/incident-k3x9q2m7a1b4", null]]"#,
        note: nil,
        reply: #"[["POST /repos/acme/support/issues/12/comments", { body: TEXT }]]"#,
        close: #"[["PATCH /repos/acme/support/issues/12", { state: "closed", state_reason: "completed" }]]"#,
        knowsPending: false,
        text: markdown,
        hint: ([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795439117")], .milliseconds(16_750))
    )

    static let gitLabIssues = TicketCase(
        preset: "gitlab-issues",
        double: { try .gitLabIssues() },
        settings: { ["url": .string($0), "project": "acme/support"] },
        secret: ("token", "token1"),
        search: """
            GET /api/v4/projects/acme%2Fsupport/issues state=opened&created_after=2026-11-22T13:05:00Z\
            &order_by=created_at&sort=asc&per_page=100
            """,
        searchRequests: 2,
        page: "https://gitlab.example/acme/support/-/issues/12",
        requester: ("customer13", "customer13@customers.example"),
        wholeSeconds: false,
        link: #"[["PUT /api/v4/projects/acme%2Fsupport/issues/12", { add_labels: "incident-k3x9q2m7a1b4" }]]"#,
        unlink: #"[["PUT /api/v4/projects/acme%2Fsupport/issues/12", { remove_labels: "incident-k3x9q2m7a1b4" }]]"#,
        note: #"[["POST /api/v4/projects/acme%2Fsupport/issues/12/notes", { body: TEXT, internal: true }]]"#,
        reply: #"[["POST /api/v4/projects/acme%2Fsupport/issues/12/notes", { body: TEXT, internal: false }]]"#,
        close: #"[["PUT /api/v4/projects/acme%2Fsupport/issues/12", { state_event: "close" }]]"#,
        knowsPending: false,
        text: markdown,
        hint: ([("RateLimit-Remaining", "0"), ("RateLimit-Reset", "1795439117")], .milliseconds(16_750))
    )

    static let serviceNow = TicketCase(
        preset: "servicenow",
        double: { try .serviceNow() },
        settings: { ["url": .string($0), "user": "itil"] },
        secret: ("password", "token1"),
        search: """
            GET /api/now/table/incident sysparm_query=active=true^sys_created_onRELATIVEGE@minute@ago@1441^\
            sys_idISNOTEMPTY^ORDERBYsys_created_on&sysparm_fields=sys_id,number,short_description,description,state,\
            sys_created_on,sys_updated_on,caller_id.user_name,caller_id.email,caller_id.name,assignment_group.name,\
            cmdb_ci.name,business_service.name,category,correlation_id&sysparm_display_value=false\
            &sysparm_exclude_reference_link=true&sysparm_limit=100
            """,
        searchRequests: 2,
        isHidden: { $0.isMultiple(of: 50) },
        id: { "sys\($0)" },
        reference: { "INC000\($0)" },
        page: "URL/nav_to.do?uri=incident.do?sys_id=sys12",
        requester: ("customer13", "customer13@customers.example"),
        field: ("cmdb_ci.name", "payments"),
        link: #"[["PATCH /api/now/table/incident/sys12", { correlation_id: "incident-k3x9q2m7a1b4" }]]"#,
        unlink: #"[["PATCH /api/now/table/incident/sys12", { correlation_id: "" }]]"#,
        unlinkAgain: "[]",
        note: #"[["PATCH /api/now/table/incident/sys12", { work_notes: TEXT }]]"#,
        reply: #"[["PATCH /api/now/table/incident/sys12", { comments: TEXT }]]"#,
        replyAndClose: #"""
            [["PATCH /api/now/table/incident/sys12", {
              comments: TEXT, state: 6, close_code: "Solution provided",
              close_notes: 'Payments are "down": https://status.acme.example/incidents/k3x9q2m7a1b4' }]]
            """#,
        close: #"""
            [["PATCH /api/now/table/incident/sys12", {
              state: 6, close_code: "Solution provided",
              close_notes: 'Payments are "down": https://status.acme.example/incidents/k3x9q2m7a1b4' }]]
            """#
    )
}
