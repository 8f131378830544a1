using System.Text.Json.Serialization;

namespace Tarn.Storage.Catalogs;

/// <summary>Generated, because start-up counts.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
sealed partial class CatalogJson : JsonSerializerContext;
