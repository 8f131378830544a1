namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>A REST catalog's refusals in this library's terms.</summary>
static class RestFailures
{
    /// <param name="error">The refusal.</param>
    /// <param name="missing">What a 404 means where its type does not say.</param>
    /// <param name="conflict">What a 409 means.</param>
    public static IcebergException Of(RestError error, IcebergErrorKind missing, IcebergErrorKind conflict = IcebergErrorKind.AlreadyExists) =>
        new(KindOf(error, missing, conflict), error.Message);

    static IcebergErrorKind KindOf(RestError error, IcebergErrorKind missing, IcebergErrorKind conflict) => error.Code switch
    {
        400 or 422 => IcebergErrorKind.InvalidArgument,
        401 or 403 or 419 => IcebergErrorKind.AccessDenied,
        404 => error.Type switch
        {
            "NoSuchNamespaceException" => IcebergErrorKind.NoSuchNamespace,
            "NoSuchTableException" => IcebergErrorKind.NoSuchTable,
            "NoSuchViewException" => IcebergErrorKind.NoSuchView,
            "NotFoundException" => IcebergErrorKind.ObjectNotFound,
            _ => missing,
        },
        405 or 406 or 501 => IcebergErrorKind.Unsupported,
        409 => conflict,
        500 when error.Type == "CommitStateUnknownException" => IcebergErrorKind.OutcomeUnknown,
        507 => IcebergErrorKind.StorageFull,
        _ => IcebergErrorKind.Unavailable,
    };
}
