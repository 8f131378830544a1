using System.Security.Cryptography;
using System.Text;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;

namespace Tarn.Engine.Writes;

/// <summary>The folder of a partition's files: the reference's, with names cut that are longer than a file system takes. No reader takes values from it.</summary>
static class PartitionFolder
{
    /// <summary>File systems take names of 255 bytes.</summary>
    const int MaxNameBytes = 240;

    const int HashBytes = 8;

    /// <summary>With a slash at its end; empty for a spec without partitions.</summary>
    public static string Of(PartitionSpec spec, Schema schema, PartitionTuple partition) =>
        spec.IsUnpartitioned ? "" : string.Concat(spec.PartitionPath(schema, partition).Split('/').Select(name => $"{Cut(name)}/"));

    /// <summary>Encoded names are ASCII. What is cut off is told by its hash, and no <c>%C3</c> is cut in two.</summary>
    static string Cut(string name)
    {
        if (name.Length <= MaxNameBytes) return name;
        var end = MaxNameBytes - (2 * HashBytes) - 1;
        var percent = name.LastIndexOf('%', end - 1);
        if (percent > end - 3) end = percent;
        return $"{name[..end]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name)).AsSpan(0, HashBytes))}";
    }
}
