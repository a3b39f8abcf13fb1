import XCTest
@testable import NovaSocial

final class UserClientTests: XCTestCase {
    func testARequestCarriesTheToken() throws {
        let endpoint = try XCTUnwrap(URL(string: "https://api.nova.social/graphql"))
        let request = try UserClient(endpoint: endpoint).request(id: "ada", token: "t")
        XCTAssertEqual(request.value(forHTTPHeaderField: "Authorization"), "Bearer t")
    }
}
