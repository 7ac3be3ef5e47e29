internal import Configuration
internal import Proxy
internal import Telemetry

/// What there is to say of a runtime, endpoint by endpoint.
struct Report {
    let runtime: Runtime
    let catalog: Catalog

    init(_ runtime: Runtime, _ catalog: Catalog) { (self.runtime, self.catalog) = (runtime, catalog) }

    func answer(_ endpoint: Endpoint, _ question: ListQuestion) -> AdminAnswer {
        switch endpoint {
        case .version: return version
        case .overview: return AdminAnswer(Overview(runtime, catalog).json)
        case .rawData: return AdminAnswer(rawData)
        case .entryPoints: return page(entryPoints.map(\.json), question)
        case .entryPoint(let name):
            guard let found = entryPoints.first(where: { $0.name == name }) else {
                return .refusal(404, "entry point not found: \(name)")
            }
            return AdminAnswer(found.json)
        case .list(let collection):
            return page(question.choose(from: catalog[collection]), question) { whole($0, in: collection) }
        case .one(let collection, let id):
            guard let entry = catalog[collection].first(where: { $0.id == id }) else {
                return .refusal(404, "\(collection.noun) not found: \(id)")
            }
            return AdminAnswer(whole(entry, in: collection))
        case .emptyList: return page([], question)
        case .noSuch(let noun, let name): return .refusal(404, "\(noun) not found: \(name)")
        }
    }

    private func page(_ values: [JSONValue], _ question: ListQuestion) -> AdminAnswer { page(values, question) { $0 } }

    private func page<Element>(
        _ elements: [Element], _ question: ListQuestion, json: (Element) -> JSONValue
    ) -> AdminAnswer {
        do throws(Page.Refusal) {
            let page = try Page(question, of: elements.count)
            return AdminAnswer(.list(elements[page.range].map(json)), nextPage: page.next)
        } catch {
            return .refusal(400, error.text)
        }
    }

    /// Without a line's end and with a character set, unlike everything else.
    private var version: AdminAnswer {
        var members = JSONMembers()
        members.add("Version", runtime.version)
        members.add("Codename", "usher")
        members.add("startDate", runtime.start.internetText)
        if let api = runtime.fixed.api {
            members.add("disableDashboardAd", unlessZero: .boolean(api.disableDashboardAd))
            members.add("dashboardName", unlessZero: .text(api.dashboardName))
        }
        var answer = AdminAnswer(members.object)
        answer.contentType = "application/json; charset=UTF-8"
        answer.body.removeLast()
        return answer
    }

    // MARK: Objects

    private func whole(_ entry: Entry, in collection: Collection) -> JSONValue {
        var members = entry.members(use: collection.use)
        members.add("name", entry.id)
        members.add("provider", entry.provider)
        if collection == .routers {
            members.add("priorityStr", "\(entry.priority)")
        } else {
            members.add("type", unlessZero: .text(entry.kind.lowercased()))
        }
        if collection == .services { addServerStatus(of: entry, to: &members) }
        return members.object
    }

    private func addServerStatus(of entry: Entry, to members: inout JSONMembers) {
        // Nobody looks after the servers of the others.
        guard catalog.reachedServices.contains(entry.id), let service = runtime.loaded.model?.service(entry.id) else {
            return
        }
        let status = runtime.serverStatus(service).sorted { $0.key < $1.key }
        guard !status.isEmpty else { return }
        members.add("serverStatus", .object(status.map { JSONValue.Member(name: $0.key, value: .text($0.value)) }))
    }

    private var rawData: JSONValue {
        var members = JSONMembers()
        for (name, collection) in [
            ("routers", Collection.routers), ("middlewares", .middlewares), ("services", .services),
        ]
        where !catalog[collection].isEmpty {
            members.add(
                name,
                .object(
                    catalog[collection].map { entry in
                        var members = entry.members(use: collection.use)
                        if collection == .services { addServerStatus(of: entry, to: &members) }
                        return JSONValue.Member(name: entry.id, value: members.object)
                    }))
        }
        return members.object
    }

    private var entryPoints: [EntryPointReport] {
        runtime.fixed.entryPoints.map { EntryPointReport($0, runtime.options) }.sorted { $0.name < $1.name }
    }
}
