using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>What happens to the pages of a column chunk while they are copied.</summary>
/// <param name="Codec">The codec of the copy.</param>
/// <param name="Apply">Makes a page's header and stored bytes of those that are there.</param>
sealed record PageChange(long Codec, Func<ThriftStruct, byte[], (ThriftStruct Header, byte[] Page)> Apply);
