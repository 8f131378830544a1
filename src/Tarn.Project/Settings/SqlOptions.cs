using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <param name="DefaultNamespace">Where a table without a namespace is looked up and created.</param>
/// <param name="MemoryLimit">Of the executor; null is half of the machine's memory.</param>
/// <param name="Threads">Of the executor; null is one a processor.</param>
/// <param name="MaxConcurrentStatements">More wait in a queue.</param>
/// <param name="SpillLimit">Disk space that statements may use beyond memory; null is nine tenths of what is free at the start.</param>
/// <param name="StatementTimeout">A statement that runs longer is cancelled; null is never.</param>
public sealed record SqlOptions(
    string DefaultNamespace,
    ByteSize? MemoryLimit,
    int? Threads,
    int MaxConcurrentStatements,
    ByteSize? SpillLimit,
    TimeSpan? StatementTimeout)
{
    internal static SqlOptions Read(YamlFields fields) => new(
        fields.String("defaultNamespace", "main"),
        fields.OptionalBytes("memoryLimit"),
        fields.OptionalNumber("threads", 1, 1024),
        fields.Number("maxConcurrentStatements", 8, 1, 1000),
        fields.OptionalBytes("spillLimit"),
        fields.OptionalDuration("statementTimeout"));
}
