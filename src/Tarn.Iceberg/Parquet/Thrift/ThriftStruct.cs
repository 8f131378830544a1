using System.Collections.Immutable;

namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>A struct with all its fields, also those that nobody here knows: what is written again is complete.</summary>
sealed record ThriftStruct(ImmutableArray<ThriftField> Fields)
{
    public object? this[int id]
    {
        get
        {
            foreach (var field in Fields)
                if (field.Id == id) return field.Value;
            return null;
        }
    }

    public long? Number(int id) => this[id] as long?;

    public ThriftStruct? Struct(int id) => this[id] as ThriftStruct;

    public ThriftList? List(int id) => this[id] as ThriftList;

    /// <summary>With another value for a field that is there; a field that is not there stays away.</summary>
    public ThriftStruct With(int id, object value) =>
        new([.. Fields.Select(f => f.Id == id ? f with { Value = value, Kind = value is bool flag ? (flag ? ThriftKind.True : ThriftKind.False) : f.Kind } : f)]);

    public ThriftStruct Without(params ReadOnlySpan<int> ids)
    {
        var kept = ImmutableArray.CreateBuilder<ThriftField>(Fields.Length);
        foreach (var field in Fields)
            if (!ids.Contains(field.Id)) kept.Add(field);
        return new(kept.DrainToImmutable());
    }
}
