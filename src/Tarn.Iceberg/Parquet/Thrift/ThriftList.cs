namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>A list or set; its items are as in <see cref="ThriftField"/>.</summary>
sealed record ThriftList(ThriftKind Kind, ThriftKind ElementKind, IReadOnlyList<object> Items)
{
    public IEnumerable<ThriftStruct> Structs => Items.OfType<ThriftStruct>();

    public ThriftList With(IReadOnlyList<object> items) => this with { Items = items };
}
