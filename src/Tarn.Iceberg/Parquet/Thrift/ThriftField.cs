namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>A field of a struct. The value is a bool, a long (any integer), a double, bytes, a <see cref="ThriftList"/> or a <see cref="ThriftStruct"/>.</summary>
readonly record struct ThriftField(int Id, ThriftKind Kind, object Value);
