using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>A relation as templates see it. <c>Type</c> is table, view, cte (an ephemeral model) or null.</summary>
public sealed class RelationValue(string? database, string? schema, string? identifier, string? type) : PyObject
{
    public string? Database => database;

    public string? Schema => schema;

    public string? Identifier => identifier;

    public string? Type => type;

    public QuotePolicy Quoting { get; init; } = QuotePolicy.All;

    /// <summary>Rows are left out where --empty asks for it.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Only the rows of a batch: a condition on the relation's event time.</summary>
    public string? Filter { get; init; }

    public override string TypeName => "TarnRelation";

    public override bool IsTrue => true;

    public override string Str()
    {
        if (type == "cte")
        {
            return identifier!;
        }

        var text = Quoting.Render(database, schema, identifier);
        return IsEmpty ? $"(select * from {text} where false limit 0) _dbt_limit_subq_{identifier}"
            : Filter is null ? text
            : $"(select * from {text} where {Filter}) _dbt_et_filt_subq_{identifier}";
    }

    public override string Repr() => $"<TarnRelation {Str()}>";

    public override bool EqualTo(object? other) => other is RelationValue relation && relation.Str() == Str();

    public override int PythonHash() => Str().GetHashCode(StringComparison.Ordinal);

    public override object? GetAttribute(string name) => name switch
    {
        "database" => database,
        "schema" => schema,
        "identifier" or "name" or "table" => identifier,
        "type" => type,
        "is_table" => type == "table",
        "is_view" => type == "view",
        "is_cte" => type == "cte",
        "is_materialized_view" or "can_be_replaced" or "can_be_renamed" => name != "is_materialized_view",
        "View" => "view",
        "Table" => "table",
        "render" => new NativeFunction(name, _ => Str(), 0),
        "quote" => new NativeFunction(name, (_, _) => this),
        "include" => new NativeFunction(new Signature("include(database=None, schema=None, identifier=None)"), (_, a) => Include(a)),
        "incorporate" => new NativeFunction(new Signature("incorporate(path=None, type=None)"), (_, a) => Incorporate(a[0] as PyDict, a[1])),
        "without_identifier" => new NativeFunction(name, _ => new RelationValue(database, schema, null, null) { Quoting = Quoting }, 0),
        "matches" => new NativeFunction(new Signature("matches(database=None, schema=None, identifier=None)"), (_, a) =>
            (a[0] is null || PyText.Str(a[0]) == database) && (a[1] is null || PyText.Str(a[1]) == schema) && (a[2] is null || PyText.Str(a[2]) == identifier)),
        _ => Missing.Value,
    };

    private RelationValue Include(object?[] a)
    {
        bool Keep(object? flag) => flag is null || PyIteration.IsTrue(flag);
        return new RelationValue(Keep(a[0]) ? database : null, Keep(a[1]) ? schema : null, Keep(a[2]) ? identifier : null, type) { Quoting = Quoting };
    }

    private RelationValue Incorporate(PyDict? path, object? newType)
    {
        string? Part(string key, string? current) => path is not null && path.TryGetValue(key, out var value) ? (value is null ? null : PyText.Str(value)) : current;
        return new RelationValue(Part("database", database), Part("schema", schema), Part("identifier", identifier), newType is null ? type : PyText.Str(newType)) { Quoting = Quoting };
    }
}
