namespace Tarn.Engine.Sql.Statements;

/// <summary>A field of PARTITIONED BY: <c>bucket(16, id)</c> is transform <c>bucket</c>, column <c>id</c>, width 16; a bare column is <c>identity</c>.</summary>
internal sealed record PartitionTerm(string Transform, string Column, int? Width, int Offset);
