using Tarn.Security.Identity;

namespace Tarn.Server.Events;

/// <summary>Something that happened, as pages are told.</summary>
/// <param name="Id">Ascends by one; the <c>id</c> of the stream.</param>
/// <param name="Type"><c>job</c>, <c>commit</c>.</param>
/// <param name="Data">JSON of one line for one principal; null where that principal may not see it.</param>
sealed record ServerEvent(long Id, string Type, Func<Principal, byte[]?> Data);
