using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Storage.Catalogs;

/// <summary>Errors about names, in the words of the reference implementation, which clients compare.</summary>
static class NameErrors
{
    public static IcebergException NoNamespace(Namespace name) => new(IcebergErrorKind.NoSuchNamespace, $"Namespace does not exist: {name}");

    public static IcebergException NoTable(TableIdentifier identifier) => new(IcebergErrorKind.NoSuchTable, $"Table does not exist: {identifier}");

    public static IcebergException NoView(TableIdentifier identifier) => new(IcebergErrorKind.NoSuchView, $"View does not exist: {identifier}");

    /// <summary>Tables and views share their names.</summary>
    public static IcebergException Taken(TableIdentifier identifier, EntryKind by, EntryKind wanted) =>
        new(IcebergErrorKind.AlreadyExists, by == wanted ? $"{by} already exists: {identifier}" : $"{by} with same name already exists: {identifier}");

    public static IcebergException CannotRename(TableIdentifier from, TableIdentifier to, EntryKind taken) =>
        new(IcebergErrorKind.AlreadyExists, $"Cannot rename {from} to {to}. {taken} already exists");

    public static IcebergException Unknown(TableIdentifier identifier, Exception cause) =>
        new(IcebergErrorKind.OutcomeUnknown, $"{identifier} may or may not have been created; look before trying again", cause);
}
