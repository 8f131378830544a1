namespace Tarn.Iceberg.Parquet;

/// <summary>Field numbers of parquet.thrift, by struct.</summary>
static class ParquetIds
{
    public static class File
    {
        public const int Schema = 2;
        public const int RowGroups = 4;
        public const int CreatedBy = 6;
    }

    public static class Element
    {
        public const int Type = 1;
        public const int TypeLength = 2;
        public const int Repetition = 3;
        public const int Name = 4;
        public const int ChildCount = 5;
        public const int ConvertedType = 6;
        public const int FieldId = 9;
        public const int LogicalType = 10;
    }

    public static class Logical
    {
        public const int List = 3;
        public const int Timestamp = 8;
        public const int Bson = 13;
        public const int Variant = 16;
        public const int VariantVersion = 1;
        public const int IsAdjustedToUtc = 1;
        public const int Unit = 2;
        public const int Nanos = 3;
    }

    public static class RowGroup
    {
        public const int Columns = 1;
        public const int TotalByteSize = 2;
        public const int FileOffset = 5;
        public const int TotalCompressedSize = 6;
    }

    public static class Chunk
    {
        public const int FilePath = 1;
        public const int FileOffset = 2;
        public const int MetaData = 3;
        public const int OffsetIndexOffset = 4;
        public const int OffsetIndexLength = 5;
        public const int ColumnIndexOffset = 6;
        public const int ColumnIndexLength = 7;
    }

    public static class Column
    {
        public const int Type = 1;
        public const int Codec = 4;
        public const int TotalUncompressedSize = 6;
        public const int TotalCompressedSize = 7;
        public const int DataPageOffset = 9;
        public const int IndexPageOffset = 10;
        public const int DictionaryPageOffset = 11;
        public const int BloomFilterOffset = 14;
        public const int BloomFilterLength = 15;
        public const int SizeStatistics = 16;
    }

    public static class Page
    {
        public const int UncompressedSize = 2;
        public const int CompressedSize = 3;
        public const int Crc = 4;
        public const int DataHeader = 5;
        public const int DictionaryHeader = 7;
        public const int DataHeaderV2 = 8;
        public const int Encoding = 2;
        public const int DefinitionLevelsLength = 5;
        public const int RepetitionLevelsLength = 6;
        public const int IsCompressed = 7;
    }

    /// <summary>Numbers of Type.</summary>
    public static class Physical
    {
        public const long ByteArray = 6;
        public const long FixedLengthByteArray = 7;
    }

    /// <summary>Numbers of FieldRepetitionType.</summary>
    public static class Repetitions
    {
        public const long Required = 0;
        public const long Repeated = 2;
    }

    /// <summary>Numbers of Encoding.</summary>
    public static class Encodings
    {
        public const long Plain = 0;
        public const long PlainDictionary = 2;
        public const long RleDictionary = 8;
    }

    /// <summary>Numbers of ConvertedType.</summary>
    public static class Converted
    {
        public const long List = 3;
        public const long Bson = 20;
    }

    /// <summary>Numbers of CompressionCodec.</summary>
    public static class Codecs
    {
        public const long Uncompressed = 0;
        public const long Snappy = 1;
        public const long Gzip = 2;
        public const long Brotli = 4;
        public const long Lz4 = 5;
        public const long Zstd = 6;
        public const long Lz4Raw = 7;
    }
}
