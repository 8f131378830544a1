namespace Tarn.Iceberg.Manifests;

/// <summary>What a manifest says about a file. Spec: "Manifest Entry Fields", field 0.</summary>
public enum ManifestEntryStatus
{
    Existing = 0,
    Added = 1,
    Deleted = 2,
}
