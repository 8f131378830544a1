using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>One compare-and-swap: where the metadata must be, and where it shall be.</summary>
/// <param name="Identifier">The table or view.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Uuid">Its own.</param>
/// <param name="From">Null where it must not exist.</param>
/// <param name="To">The new metadata file, or the same where only the comparison matters.</param>
sealed record PointerSwap(TableIdentifier Identifier, EntryKind Kind, Guid Uuid, string? From, string To);
