namespace Tarn.Engine.Tests.Scans.Hostile;

/// <summary>What a damaged file is to its table.</summary>
enum DamageKind
{
    Metadata,
    ManifestList,
    Manifest,
    Data,
    Deletes,
    Vector,
}
