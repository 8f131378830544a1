namespace Tarn.Engine.Dml;

/// <summary>A kind of row-level change, as table properties tell them apart: <c>write.delete.mode</c>, <c>write.update.mode</c>, <c>write.merge.mode</c>.</summary>
internal enum RowCommand
{
    Delete,
    Update,
    Merge,
}
