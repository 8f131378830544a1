namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>A field of a record; <paramref name="FieldId"/> is Iceberg's <c>field-id</c>, null where the writer gave none.</summary>
public sealed record AvroField(string Name, int? FieldId, AvroSchema Schema);
