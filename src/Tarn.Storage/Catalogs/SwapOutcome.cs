using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>How a compare-and-swap of one or several pointers ended.</summary>
abstract record SwapOutcome
{
    internal sealed record Swapped : SwapOutcome;

    /// <summary>A pointer was not where it had to be; none was moved.</summary>
    internal sealed record Moved(TableIdentifier Identifier) : SwapOutcome;

    /// <summary>The namespace of something new does not exist; nothing was created.</summary>
    internal sealed record NoNamespace(Namespace Name) : SwapOutcome;

    /// <summary>Pointers may have been moved: all or none.</summary>
    internal sealed record Unknown(StorageException Cause) : SwapOutcome;
}
