using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tarn.Server.RestCatalog;

/// <summary>Plain HTTP to the REST catalog, for what clients hide.</summary>
sealed class RestClient(HttpClient http)
{
    public const string Schema = """{"type":"struct","schema-id":0,"fields":[{"id":1,"name":"id","type":"long","required":true},{"id":2,"name":"name","type":"string","required":false}]}""";

    public async Task<(HttpResponseMessage Answer, JsonElement Json)> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/iceberg/v1/" + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) _ = request.Headers.TryAddWithoutValidation(name, value);
        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<JsonElement> DoAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var (answer, json) = await SendAsync(method, path, body, headers);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {json}");
        return json;
    }

    /// <summary>Asserts a refusal in Iceberg's shape.</summary>
    public async Task<string> FailsAsync(HttpStatusCode status, string type, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var (answer, json) = await SendAsync(method, path, body, headers);
        Assert.True(answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} instead of {(int)status}: {json}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = json.GetProperty("error");
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal((int)status, error.GetProperty("code").GetInt32());
        return error.GetProperty("message").GetString()!;
    }

    public Task<JsonElement> CreateTableAsync(string space, string name, string more = "") =>
        DoAsync(HttpMethod.Post, $"namespaces/{space}/tables", $$"""{"name":"{{name}}","schema":{{Schema}}{{more}}}""");

    public static string SetProperty(string key, string value) => $$$"""{"requirements":[],"updates":[{"action":"set-properties","updates":{"{{{key}}}":"{{{value}}}"}}]}""";

    public static async Task<(HttpResponseMessage Answer, JsonElement Json)> TokenAsync(HttpClient anonymous, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await anonymous.PostAsync("/iceberg/v1/oauth/tokens", content);
        return (answer, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
