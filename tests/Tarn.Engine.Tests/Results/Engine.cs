using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results;

namespace Tarn.Engine.Tests.Results;

/// <summary>An instance for one test, and answers in each format.</summary>
sealed class Engine : IDisposable
{
    public Engine()
    {
        Instance = Instance.Open(null, new Dictionary<string, string> { ["threads"] = "2" });
        Connection = Instance.Connect();
    }

    public Instance Instance { get; }

    public Connection Connection { get; }

    public async Task<byte[]> WriteAsync(string sql, Func<Stream, ResultSchema, IResultWriter> create)
    {
        using var stream = new MemoryStream();
        using var result = await Connection.QueryAsync(sql, null, default);
        await using var writer = create(stream, ResultSchema.Of(result));
        await foreach (var batch in ResultBatch.ReadAsync(result, default)) await writer.WriteAsync(batch, default);
        await writer.CompleteAsync(default);
        return stream.ToArray();
    }

    public async Task<string> JsonAsync(string sql, bool asLines = false) =>
        Encoding.UTF8.GetString(await WriteAsync(sql, (stream, schema) => new JsonResultWriter(stream, schema, asLines)));

    public void Dispose()
    {
        Connection.Dispose();
        Instance.Dispose();
    }
}
