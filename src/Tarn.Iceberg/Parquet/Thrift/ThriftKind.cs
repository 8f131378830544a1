namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>The types of Thrift's compact protocol by their numbers (thrift-compact-protocol.md, "Struct encoding").</summary>
enum ThriftKind : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Short = 4,
    Int = 5,
    Long = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}
