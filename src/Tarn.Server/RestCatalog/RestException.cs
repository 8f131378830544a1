using Tarn.Iceberg.Catalogs.Rest;

namespace Tarn.Server.RestCatalog;

/// <summary>A refusal in the protocol's own terms.</summary>
sealed class RestException(RestError error) : Exception(error.Message)
{
    public RestError Error { get; } = error;

    public static RestException BadRequest(string message) => new(new RestError(StatusCodes.Status400BadRequest, "BadRequestException", message));

    public static RestException NotFound(string type, string message) => new(new RestError(StatusCodes.Status404NotFound, type, message));

    /// <summary>The specification has it, this server does not do it.</summary>
    public static RestException Unsupported(string message) => new(new RestError(StatusCodes.Status406NotAcceptable, "UnsupportedOperationException", message));

    public static RestException Unprocessable(string message) => new(new RestError(StatusCodes.Status422UnprocessableEntity, "UnprocessableEntityException", message));

    public static RestException Conflict(string message) => new(new RestError(StatusCodes.Status409Conflict, "CommitFailedException", message));

    /// <summary>Clients look before they clean up: files of the commit may be in use.</summary>
    public static RestException StateUnknown(Exception cause) =>
        new(new RestError(StatusCodes.Status500InternalServerError, "CommitStateUnknownException", $"The commit may or may not have happened: {cause.Message}"));
}
