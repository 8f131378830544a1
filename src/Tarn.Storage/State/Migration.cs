namespace Tarn.Storage.State;

/// <summary>One step of the store's schema: from the version before to this one.</summary>
sealed record Migration(int Version, string Sql);
