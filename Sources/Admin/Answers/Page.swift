/// The part of a list that was asked for.
struct Page: Equatable {
    /// Why there is no such page, as Traefik says it.
    struct Refusal: Error, Equatable {
        let text: String
    }

    let range: Range<Int>
    /// The one that follows; 1 behind the last.
    let next: Int

    private static let usualSize = 100

    /// - Parameter count: how many elements there are.
    init(_ question: ListQuestion, of count: Int) throws(Refusal) {
        let page = question.page.isEmpty ? 1 : Int(question.page) ?? 0
        let size = question.perPage.isEmpty ? Self.usualSize : Int(question.perPage) ?? 0
        guard page > 0 else { throw Refusal(text: "invalid request: page: \(page)") }
        guard size > 0 else { throw Refusal(text: "invalid request: per_page: \(size)") }
        let (start, overflows) = (page - 1).multipliedReportingOverflow(by: size)
        guard !overflows, start == 0 || start < count else {
            throw Refusal(text: "invalid request: page: \(page), per_page: \(size)")
        }
        let end = min(count, size > count ? count : start + size)
        range = start..<end
        next = end < count ? page + 1 : 1
    }
}
