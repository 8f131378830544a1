namespace Tarn.Engine.Native;

static class Library
{
    /// <summary>Found beside the program as libduckdb.so (or the platform's form of that name); eng/duckdb.targets puts it there.</summary>
    public const string Name = "duckdb";
}
