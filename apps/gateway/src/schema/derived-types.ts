import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { GraphQLScalarType } from 'graphql';
import type { GroupField, Shape } from '#casework';
import { claimName, codeList, type CodeList } from './code-lists.js';

/** A class that exists only to carry the metadata of a type of the schema. */
export type TypeClass = abstract new () => object;
type TypeReference = TypeClass | CodeList | GraphQLScalarType | StringConstructor | BooleanConstructor;
type WrittenType = TypeReference | [WrittenType];
export type Direction = 'output' | 'input';

/** An empty class of this name; the decorators put on it are what it is for. */
export const namedClass = (name: string): TypeClass => ({ [name]: class {} })[name] as TypeClass;

const groups = { output: new Map<string, TypeClass>(), input: new Map<string, TypeClass>() };

/** The type of the schema for a shape of a declaration. The same list of codes or group gives the same type. */
export const typeOf = (shape: Shape, direction: Direction): WrittenType => {
  switch (shape.is) {
    case 'text':
    case 'date':
      return String;
    case 'flag':
      return Boolean;
    case 'whole-number':
      return Int;
    case 'number':
      return Float;
    case 'reference':
      return ID;
    case 'list':
      return [typeOf(shape.of, direction)];
    case 'code':
      return codeList(shape.list, shape.values, 'Codes of the event catalogue.');
    case 'group':
      return groupOf(shape.name, shape.fields, direction);
  }
};

const groupOf = (
  name: string,
  members: Readonly<Record<string, GroupField>>,
  direction: Direction,
): TypeClass => {
  const known = groups[direction].get(name);
  if (known !== undefined) return known;
  const typeName = direction === 'output' ? name : `${name}Input`;
  claimName(typeName, `The group ${typeName}`);
  const group = namedClass(typeName);
  groups[direction].set(name, group);
  if (direction === 'output') ObjectType(typeName)(group);
  else InputType(typeName)(group);
  for (const [member, { shape, means, optional }] of Object.entries(members)) {
    addField(group, member, shape, { direction, means, nullable: optional });
  }
  return group;
};

/** Gives a derived type a field of a declaration, with what it means as its description. */
export const addField = (
  type: TypeClass,
  name: string,
  shape: Shape,
  {
    direction,
    means,
    nullable,
  }: { readonly direction: Direction; readonly means: string; readonly nullable: boolean },
): void => {
  const written = typeOf(shape, direction);
  const description = shape.is === 'date' ? `${means} Extended Date/Time Format.` : means;
  Field(() => written, { description, nullable })(type.prototype as object, name);
};
