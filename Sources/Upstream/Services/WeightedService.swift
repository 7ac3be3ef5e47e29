internal import Configuration
internal import LinuxIO

/// `weighted` and `highestRandomWeight`: services that share requests.
final class WeightedService: LoopService {
    private struct Member {
        let service: LoopService
        let weight: Int
        let cookieValue: [UInt8], oldCookieValue: [UInt8]
        let seed: UInt64
    }

    private let members: [Member]
    private let heedsHealth: Bool
    /// Clients go by their addresses.
    private let isByAddress: Bool
    private let cookie: ServiceCookie?
    private let turns: SharedTurns
    private let childrenNeedRequest: Bool

    init(
        _ weighted: WeightedServices, id: String, turns: SharedTurns, isByAddress: Bool,
        find: (String) -> LoopService
    ) {
        members = weighted.sharingMembers.map { member in
            Member(
                service: find(member.service), weight: member.weight,
                cookieValue: StickyValue.current(member.service), oldCookieValue: StickyValue.old(member.service),
                seed: HighestRandomWeight.seed(member.service))
        }
        (heedsHealth, self.isByAddress) = (weighted.heedsHealth, isByAddress)
        cookie = weighted.sticky.map { ServiceCookie($0, service: id) }
        self.turns = turns
        childrenNeedRequest = members.contains { $0.service.needsRequest }
        super.init(id: id)
    }

    override var needsRequest: Bool { cookie != nil || isByAddress || childrenNeedRequest }

    override var isAvailable: Bool {
        heedsHealth ? members.contains { $0.service.isAvailable } : !members.isEmpty
    }

    override func pick(_ request: PickRequest?) -> BalancedServer? { member(request)?.service.pick(request) }

    private func member(_ request: PickRequest?) -> Member? {
        guard let cookie, let request else { return memberAnew(request) }
        if let value = request.value(of: cookie),
            let known = members.first(where: { $0.cookieValue == value || $0.oldCookieValue == value }),
            isEligible(known)
        {
            if known.cookieValue != value { request.set(cookie, to: known.cookieValue) }
            return known
        }
        let member = memberAnew(request)
        if let member { request.set(cookie, to: member.cookieValue) }
        return member
    }

    private func isEligible(_ member: Member) -> Bool { !heedsHealth || member.service.isAvailable }

    private func memberAnew(_ request: PickRequest?) -> Member? {
        if isByAddress, let client = request?.client {
            return HighestRandomWeight.pick(
                for: client.hostBytes, among: members.count, seed: { members[$0].seed },
                weight: { members[$0].weight }, isEligible: { isEligible(members[$0]) }
            ).map { members[$0] }
        }
        return turns.next(weight: { members[$0].weight }, isEligible: { isEligible(members[$0]) }).map { members[$0] }
    }
}
