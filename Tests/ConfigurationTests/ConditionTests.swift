import Testing

@testable import Configuration

@Suite struct ConditionTests {
    /// A condition, and whether it holds where `A()` is 1, `B(x)` is x and all else 0.
    @Test(arguments: [
        ("A() > 0.5", true), ("A() < 0.5", false), ("A()==1", true), ("A() != 1", false), ("B(2.5) >= 2.5", true),
        ("B(2, 9) <= 1", false), ("A()", true), ("!A()", false), ("C()", false), ("!C() && A()", true),
        ("C() || C() || A()", true), ("A() && C() || A()", true), ("A() && (C() || A())", true),
        (" ( A( ) >0 )\n&& B(-1)<0 ", true),
    ])
    func holds(text: String, isTrue: Bool) throws {
        let condition = try Condition(parsing: text)
        let result = condition.holds { figure in
            switch figure.name {
            case "A": 1
            case "B": figure.arguments[0]
            default: 0
            }
        }
        #expect(result == isTrue)
    }

    @Test(arguments: [
        ("", 0, "expected a figure"), ("A", 1, "expected ("), ("A( > 1", 3, "expected a number"),
        ("A() >", 5, "expected a number"), ("A() > 1 1", 8, "expected &&"), ("(A()", 4, "expected )"),
        ("A() > x", 6, "expected a number"), ("A() & A()", 4, "expected &&"), ("A(1 2)", 4, "expected , or )"),
        (String(repeating: "!", count: 60) + "A()", 50, "nested too deeply"),
    ])
    func errors(text: String, offset: Int, message: String) {
        do throws(ConditionError) {
            _ = try Condition(parsing: text)
            Issue.record("parsed \(text)")
        } catch {
            #expect(error.offset == offset && error.message.hasPrefix(message), "\(error)")
        }
    }
}
