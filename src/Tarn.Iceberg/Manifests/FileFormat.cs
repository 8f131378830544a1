using System.Text;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Manifests;

/// <summary>The format of a data or delete file. Spec: "Data File Fields", field 101.</summary>
public enum FileFormat
{
    Parquet,
    Avro,
    Orc,
    Puffin,
}

internal static class FileFormatName
{
    /// <summary>Reads a name in any case: old writers used capitals.</summary>
    public static FileFormat Parse(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.EqualsIgnoreCase(utf8, "parquet"u8)) return FileFormat.Parquet;
        if (Ascii.EqualsIgnoreCase(utf8, "avro"u8)) return FileFormat.Avro;
        if (Ascii.EqualsIgnoreCase(utf8, "orc"u8)) return FileFormat.Orc;
        if (Ascii.EqualsIgnoreCase(utf8, "puffin"u8)) return FileFormat.Puffin;
        throw CorruptData.Unsupported("manifest", $"file format '{Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 40)])}'");
    }

    /// <summary>The name as the specification writes it.</summary>
    public static string Of(FileFormat format) => format switch
    {
        FileFormat.Parquet => "parquet",
        FileFormat.Avro => "avro",
        FileFormat.Orc => "orc",
        _ => "puffin",
    };
}
