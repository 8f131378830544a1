using System.Text;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Metadata;

/// <summary>Where a table's new data and delete files go, as its properties say: the reference's default layout, or the one for object stores.</summary>
/// <remarks>
/// <c>write.object-storage.enabled</c> spreads files over folders that are named by a hash: stores like S3 divide their work by the beginnings of names. Source: Iceberg's documentation,
/// "AWS Integrations", "Object Store File Layout", and the reference's LocationProviders.
/// </remarks>
public sealed class DataLocations
{
    public const string ObjectStorage = "write.object-storage.enabled";

    /// <summary>Whether the names of partitions stay in paths that begin with a hash; so they do by default.</summary>
    public const string PartitionedPaths = "write.object-storage.partitioned-paths";

    const int HashBits = 20;
    const int FolderBits = 4;
    const int Folders = 3;

    readonly bool _isSpread;
    readonly bool _hasPartitions;
    readonly string _context;

    DataLocations(TableMetadata metadata)
    {
        _isSpread = IsTrue(metadata, ObjectStorage, "false");
        _hasPartitions = !_isSpread || IsTrue(metadata, PartitionedPaths, "true");
        var location = metadata.Location.TrimEnd('/');
        Folder = (metadata.Property(TableProperties.DataPath) ?? $"{location}/data").TrimEnd('/');
        // Tables that share a folder are told apart by the end of their own.
        _context = _isSpread && !Folder.StartsWith(location, StringComparison.Ordinal) ? $"{string.Join('/', location.Split('/')[^2..])}/" : "";
    }

    /// <summary>The folder that all of them are below.</summary>
    public string Folder { get; }

    public static DataLocations Of(TableMetadata metadata) => new(metadata);

    /// <summary>The location of a file.</summary>
    /// <param name="partition">The path of its partition with a slash at the end; empty for none.</param>
    /// <param name="name">Its name, which no other file has.</param>
    public string Of(string partition, string name)
    {
        var file = _hasPartitions ? partition + name : name;
        if (!_isSpread) return $"{Folder}/{file}";
        return $"{Folder}/{Hash(file)}{(_context.Length > 0 || _hasPartitions ? '/' : '-')}{_context}{file}";
    }

    /// <summary>The last bits of the hash: three folders, and the rest as a fourth.</summary>
    static string Hash(string file)
    {
        var bits = Convert.ToString(Murmur3.Hash(Encoding.UTF8.GetBytes(file)) | int.MinValue, 2)[^HashBits..];
        return $"{string.Join('/', Enumerable.Range(0, Folders).Select(i => bits.Substring(i * FolderBits, FolderBits)))}/{bits[(Folders * FolderBits)..]}";
    }

    static bool IsTrue(TableMetadata metadata, string name, string otherwise) => string.Equals(metadata.Property(name) ?? otherwise, "true", StringComparison.OrdinalIgnoreCase);
}
