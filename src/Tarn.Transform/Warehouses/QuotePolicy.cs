using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>Which parts of a relation's name are quoted (<c>quoting</c> in dbt_project.yml).</summary>
public sealed record QuotePolicy(bool Database, bool Schema, bool Identifier)
{
    public static readonly QuotePolicy All = new(true, true, true);

    public static QuotePolicy Of(PyDict settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var quoting = settings.TryGetValue("quoting", out var value) && value is PyDict dict ? dict : new PyDict();
        bool Flag(string key) => !quoting.TryGetValue(key, out var flag) || flag is null || PyIteration.IsTrue(flag);
        return new QuotePolicy(Flag("database"), Flag("schema"), Flag("identifier"));
    }

    /// <summary>The name as SQL; parts that are null are left out.</summary>
    public string Render(string? database, string? schema, string? identifier)
    {
        var parts = new[] { (database, Database), (schema, Schema), (identifier, Identifier) };
        return string.Join('.', parts.Where(p => p.Item1 is not null).Select(p => p.Item2 ? $"\"{p.Item1}\"" : p.Item1));
    }
}
