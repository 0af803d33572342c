import vueAccessibility from 'eslint-plugin-vuejs-accessibility'
import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const layers = [
  'app', 'domain', 'kinds', 'programmes', 'fields', 'photos', 'local', 'remote', 'sync', 'features', 'ui', 'locales',
  'service-worker', 'container', 'opening', 'recover',
]

/** Layer → the layers it may import. main.ts alone, and the opening that stands in the page before it, may import anything. */
const allowed = {
  domain: [],
  ui: [],
  fields: ['domain', 'ui', 'container'],
  kinds: ['domain', 'ui', 'fields'],
  programmes: ['domain', 'ui', 'fields'],
  photos: ['domain'],
  local: ['domain'],
  remote: ['domain'],
  sync: ['domain', 'local'],
  features: ['domain', 'kinds', 'programmes', 'fields', 'ui', 'container'],
  app: ['features', 'ui', 'container', 'locales', 'domain'],
  recover: ['domain', 'local', 'ui', 'app'],
}

const boundary = (layer, may) => ({
  files: [`src/${layer}/**/*.{ts,vue}`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...layers.filter((other) => other !== layer && !may.includes(other)).map((other) => ({
          regex: `^(@/|(\\.\\./)+)${other}(/|$)`,
          message: `${layer} must not import ${other}`,
        })),
        ...(layer === 'remote' ? [] : [{ regex: '^@supabase/', message: 'only remote imports supabase-js' }]),
        ...(['domain'].includes(layer)
          ? [{ regex: '^(vue|pinia|dexie|vue-router|vue-i18n|leaflet)', message: 'the domain is pure TypeScript' }]
          : []),
      ],
    }],
  },
})

export default typescript.config(
  { ignores: ['dist', 'node_modules', '.data', '.cache', 'tests/bench/peers', 'src/remote/database.types.ts'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  ...vueAccessibility.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: typescript.parser, sourceType: 'module' },
    },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
      'vue/no-restricted-static-attribute': ['error', { key: 'style', message: 'blocked by the content security policy' }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vuejs-accessibility/label-has-for': 'off',
      'vuejs-accessibility/form-control-has-label': 'off',
      'vuejs-accessibility/no-static-element-interactions': 'error',
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error',
        { object: 'Date', property: 'now', message: 'the domain takes the time as an argument' },
        { object: 'Math', property: 'random', message: 'the domain takes randomness as an argument' },
      ],
      'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'indexedDB', 'fetch', 'localStorage'],
    },
  },
  ...Object.entries(allowed).map(([layer, may]) => boundary(layer, may)),
)
