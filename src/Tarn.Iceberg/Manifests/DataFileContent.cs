namespace Tarn.Iceberg.Manifests;

/// <summary>What a file holds. Spec: "Data File Fields", field 134. A deletion vector counts as position deletes, with format <see cref="FileFormat.Puffin"/>.</summary>
public enum DataFileContent
{
    Data = 0,
    PositionDeletes = 1,
    EqualityDeletes = 2,
}
