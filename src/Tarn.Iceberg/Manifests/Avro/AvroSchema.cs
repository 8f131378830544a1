using System.Collections.Immutable;
using System.Text;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>A writer's schema, with Iceberg's ids (spec, Appendix A "Avro"). Never recursive: Iceberg types are trees.</summary>
public sealed class AvroSchema
{
    internal AvroSchema(AvroKind kind) => Kind = kind;

    public AvroKind Kind { get; }

    /// <summary>The full name of a record, enum or fixed.</summary>
    public string? Name { get; internal init; }

    public string? LogicalType { get; internal init; }

    /// <summary>The bytes of a fixed.</summary>
    public int FixedSize { get; internal init; }

    /// <summary>The file's writer put a length before the bytes of this fixed, which Avro does not allow and the Java reference does in partition tuples.</summary>
    internal bool IsLengthPrefixed { get; set; }

    /// <summary>Digits right of the point, of the logical type <c>decimal</c>.</summary>
    public int Scale { get; internal init; }

    /// <summary>All digits of the logical type <c>decimal</c>; 0 where the writer gave none.</summary>
    public int Precision { get; internal init; }

    /// <summary>Iceberg's <c>adjust-to-utc</c>: the timestamp has a zone.</summary>
    public bool AdjustToUtc { get; internal init; }

    public ImmutableArray<AvroField> Fields { get; internal set; } = [];

    /// <summary>The items of an array or the values of a map.</summary>
    public AvroSchema? Element { get; internal init; }

    public ImmutableArray<AvroSchema> Branches { get; internal init; } = [];

    public ImmutableArray<string> Symbols { get; internal init; } = [];

    /// <summary><c>element-id</c> of an array or <c>value-id</c> of a map.</summary>
    public int? ElementId { get; internal init; }

    /// <summary><c>key-id</c> of a map.</summary>
    public int? KeyId { get; internal init; }

    /// <summary>An array of key-value records that stands for a map with keys of any type.</summary>
    public bool IsMapAsArray => Kind == AvroKind.Array && Element is { Kind: AvroKind.Record, Fields.Length: 2 } && LogicalType == "map";

    /// <summary>The fewest bytes that a value takes: what a claimed item count is held against.</summary>
    public int MinimumBytes { get; internal set; }

    /// <summary>The one branch of a union that is not null, or this schema itself.</summary>
    /// <exception cref="IcebergException">A union of several types, which Iceberg forbids.</exception>
    public AvroSchema NotNull
    {
        get
        {
            if (Kind != AvroKind.Union) return this;
            var others = Branches.Where(branch => branch.Kind != AvroKind.Null).ToArray();
            return others.Length == 1 ? others[0] : throw IcebergException.Unsupported($"An Avro union of {others.Length} types besides null is not part of Iceberg");
        }
    }

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="IcebergException">It is no valid schema, or a recursive one.</exception>
    public static AvroSchema Parse(ReadOnlyMemory<byte> json) => AvroSchemaParser.Parse(json);

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static AvroSchema Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));
}
