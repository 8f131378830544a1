using Tarn.Engine.Results;

namespace Tarn.Server.SqlPage;

/// <summary>A file format that results can be exported in.</summary>
sealed record ExportFormat(string Name, string ContentType, Func<Stream, ResultSchema, IResultWriter> Open)
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("csv", "text/csv; charset=utf-8", (stream, schema) => new CsvResultWriter(stream, schema)),
        new("json", "application/json", (stream, schema) => new JsonResultWriter(stream, schema, asLines: false)),
        new("ndjson", "application/x-ndjson", (stream, schema) => new JsonResultWriter(stream, schema, asLines: true)),
    ];

    public static ExportFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
