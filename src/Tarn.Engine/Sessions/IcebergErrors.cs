using Tarn.Iceberg;

namespace Tarn.Engine.Sessions;

/// <summary>The table format's errors in the engine's words.</summary>
internal static class IcebergErrors
{
    public static EngineException Translate(IcebergException error) => new(KindOf(error.Kind), error.Message, null, error);

    static EngineErrorKind KindOf(IcebergErrorKind kind) => kind switch
    {
        IcebergErrorKind.InvalidArgument => EngineErrorKind.InvalidInput,
        IcebergErrorKind.CorruptFile or IcebergErrorKind.ObjectNotFound => EngineErrorKind.Corrupt,
        IcebergErrorKind.Unsupported => EngineErrorKind.NotSupported,
        IcebergErrorKind.NoSuchNamespace or IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchView or IcebergErrorKind.NoSuchSnapshot => EngineErrorKind.NotFound,
        IcebergErrorKind.AlreadyExists => EngineErrorKind.AlreadyExists,
        IcebergErrorKind.NamespaceNotEmpty => EngineErrorKind.InvalidInput,
        IcebergErrorKind.CommitConflict => EngineErrorKind.Conflict,
        IcebergErrorKind.OutcomeUnknown => EngineErrorKind.CommitUnknown,
        IcebergErrorKind.AccessDenied or IcebergErrorKind.StorageFull or IcebergErrorKind.Unavailable or IcebergErrorKind.ObjectAlreadyExists => EngineErrorKind.Storage,
        _ => EngineErrorKind.Internal,
    };
}
