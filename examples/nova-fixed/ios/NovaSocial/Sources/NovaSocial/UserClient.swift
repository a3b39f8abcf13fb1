import Foundation

public struct UserClient {
    let endpoint: URL

    public init(endpoint: URL) {
        self.endpoint = endpoint
    }

    public func request(id: String, token: String) throws -> URLRequest {
        var request = URLRequest(url: endpoint)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let query = ["query": "query($id: String!) { user(id: $id) { name } }", "variables": ["id": id]] as [String: Any]
        request.httpBody = try JSONSerialization.data(withJSONObject: query)
        return request
    }
}
