namespace Tarn.Iceberg.Manifests;

/// <summary>What the files of a manifest are. Spec: "Manifest Lists", field 517.</summary>
public enum ManifestContent
{
    Data = 0,
    Deletes = 1,
}
