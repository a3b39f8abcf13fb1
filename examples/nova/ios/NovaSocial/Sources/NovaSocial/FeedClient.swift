import Foundation

public struct FeedClient {
    private let endpoint = URL(string: "http://api.nova.social/graphql")!

    public init() {}

    public func request(first: Int) -> URLRequest {
        var request = URLRequest(url: endpoint)
        request.httpMethod = "POST"
        request.httpBody = Data("{\"query\":\"{ feed(first: \(first)) { id body } }\"}".utf8)
        return request
    }
}
