/** The real discord.js, unmodified: whatever it does, it does here as there. */
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  ContextMenuCommandBuilder,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { expect, test } from 'vitest'
import type { SentMessage } from './index.ts'
import { login, testPeer } from './support.ts'

const ask = new SlashCommandBuilder()
  .setName('اسأل')
  .setDescription('يجيب من الوثائق')
  .setDescriptionLocalizations({ fr: 'Répond à partir des documents' })
  .setDefaultMemberPermissions(0)
  .addStringOption((option) => option.setName('سؤال').setDescription('ما تريد معرفته').setRequired(true))
  .addStringOption((option) => option.setName('مصدر').setDescription('الكتاب').setAutocomplete(true))
const verify = new ContextMenuCommandBuilder().setName('Verify quote').setType(ApplicationCommandType.Message)

const buttons = (): ActionRowBuilder<ButtonBuilder> =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('more').setLabel('المزيد').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('why').setLabel('لماذا؟').setStyle(ButtonStyle.Secondary),
  )
const menu = (): ActionRowBuilder<StringSelectMenuBuilder> =>
  new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('pick')
      .addOptions({ label: 'أ', value: 'a' }, { label: 'ب', value: 'b' }),
  )
const form = (): ModalBuilder =>
  new ModalBuilder()
    .setCustomId('reason')
    .setTitle('السبب')
    .addComponents(
      new ActionRowBuilder<TextInputBuilder>().addComponents(
        new TextInputBuilder().setCustomId('text').setLabel('اكتب').setStyle(TextInputStyle.Paragraph),
      ),
    )

async function answer(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral })
  const question = interaction.options.getString('سؤال', true)
  await interaction.editReply({
    content: `سألت: ${question}`,
    embeds: [{ title: 'عنوان', description: 'اقتباس' }],
    components: [buttons(), menu()],
  })
  await interaction.followUp({ content: 'تتمة @everyone <@1>' })
}

async function handle(interaction: Interaction): Promise<unknown> {
  if (interaction.isAutocomplete())
    return interaction.respond([{ name: `${interaction.options.getFocused()}…`, value: 'book-1' }])
  if (interaction.isChatInputCommand()) return answer(interaction)
  if (interaction.isMessageContextMenuCommand())
    return interaction.reply({ content: `«${interaction.targetMessage.content}»`, withResponse: true })
  if (interaction.isStringSelectMenu())
    return interaction.update({ content: interaction.values.join(), components: [] })
  if (interaction.isModalSubmit()) return interaction.reply(interaction.fields.getTextInputValue('text'))
  if (!interaction.isButton()) return undefined
  if (interaction.customId === 'why') return interaction.showModal(form())
  await interaction.deferUpdate()
  return interaction.editReply({ content: 'المزيد هنا' })
}

const refusedHere: unknown[] = []
const serve = (client: Client): void => {
  client.on(
    'interactionCreate',
    (interaction) => void handle(interaction).catch((error) => refusedHere.push(error.code)),
  )
}

test('logs in, registers commands, and answers every kind of interaction without breaking a rule', async () => {
  const { peer, guild, channel, user } = await testPeer()
  const { client, errors } = await login(peer, serve)
  await client.application?.commands.set([ask, verify])
  await client.application?.commands.set([ask], guild.id)
  expect([...peer.commands].map(([scope, list]) => [scope, list.map(({ name }) => name)])).toEqual([
    ['global', ['اسأل', 'Verify quote']],
    [guild.id, ['اسأل']],
  ])

  const asked = peer.slash(channel, user, 'اسأل', { سؤال: 'متى؟' })
  await peer.until(() => asked.followUps().length === 1)
  expect(asked.message()).toMatchObject({
    content: 'سألت: متى؟',
    ephemeralFor: user.id,
    text: 'سألت: متى؟\nعنوان\nاقتباس',
  })
  expect(peer.ephemeral(user)).toHaveLength(1)
  expect(peer.sent(channel)).toMatchObject([{ content: 'تتمة @everyone <@1>' }])
  expect(asked.acknowledgedAfter).toBeLessThan(3000)

  expect(await peer.autocomplete(channel, user, 'اسأل', { name: 'مصدر', value: 'كت' }, { سؤال: 'م' })).toEqual([
    { name: 'كت…', value: 'book-1' },
  ])

  const more = peer.press(asked.message() as SentMessage, user, 'المزيد')
  await more.settled()
  expect(more.message()?.versions).toEqual(['سألت: متى؟\nعنوان\nاقتباس', 'المزيد هنا\nعنوان\nاقتباس'])
  const why = peer.press(asked.message() as SentMessage, user, 'why')
  await why.settled()
  expect(why.modal?.title).toBe('السبب')
  const given = peer.submit(why, { text: 'لأنه كذلك' })
  await given.settled()
  expect(given.message()?.content).toBe('لأنه كذلك')
  const picked = peer.select(asked.message() as SentMessage, user, 'pick', ['b'])
  await picked.settled()
  expect(asked.message()).toMatchObject({ content: 'b', components: [] })

  const quoted = peer.contextMenu(channel, user, 'Verify quote', peer.post(channel, user, 'قول مشهور'))
  await quoted.settled()
  expect(quoted.message()?.content).toBe('«قول مشهور»')

  expect(errors).toEqual([])
  expect(peer.violations).toEqual([])
  expect(peer.refusals).toEqual([])
  expect(peer.mentions).toEqual([])
})

test('writes to channels, threads and people, edits and deletes', async () => {
  const { peer, channel, user } = await testPeer()
  const thread = peer.thread(channel, { name: 'نقاش' })
  const { client } = await login(peer)
  const text = (await client.channels.fetch(channel.id)) as TextChannel
  const message = await text.send({ content: 'أول', nonce: 'row-1' })
  await message.edit({ content: 'ثان' })
  await message.reply('رد')
  await (await text.send('يحذف')).delete()
  await ((await client.channels.fetch(thread.id)) as unknown as TextChannel).send('في الخيط')
  await (await client.users.fetch(user.id)).send('خاص')
  expect(peer.sent(channel).map(({ versions }) => versions)).toEqual([['أول', 'ثان'], ['رد']])
  expect(peer.sent(thread)).toMatchObject([{ content: 'في الخيط' }])
  expect(peer.sent(peer.dm(user))).toMatchObject([{ content: 'خاص' }])
  expect((await text.messages.fetch({ limit: 1 })).first()?.content).toBe('رد')
  expect(peer.violations).toEqual([])
  expect(peer.mentions).toEqual([])
})

test('sees members’ permissions, a missing one, and a channel that goes', async () => {
  const { peer, guild, channel, user } = await testPeer()
  peer.member(guild, user, { permissions: ['ManageGuild'] })
  const { client } = await login(peer, (bot) => {
    bot.on('interactionCreate', (interaction) => {
      if (!interaction.isChatInputCommand()) return
      const held = [interaction.memberPermissions?.has('ManageGuild'), interaction.appPermissions.has('SendMessages')]
      void interaction.reply(held.join())
    })
  })
  await client.application?.commands.set([ask])
  const text = (await client.channels.fetch(channel.id)) as TextChannel
  const send = (): Promise<unknown> => text.send('x').catch((error) => error.code)
  peer.setBotPermissions(channel, ['VIEW_CHANNEL'])
  const asked = peer.slash(channel, user, 'اسأل', { سؤال: 'م' })
  await asked.settled()
  expect(asked.message()?.content).toBe('true,false')
  expect(await send()).toBe(50013)
  peer.setBotPermissions(channel, 0n)
  expect(await send()).toBe(50001)
  peer.remove(channel)
  await peer.until(() => !client.channels.cache.has(channel.id))
  expect(await send()).toBe(10003)
  expect(peer.violations).toEqual([])
  expect(peer.refusals).toHaveLength(3)
})

test('in an outage and after it', async () => {
  const { peer, guild } = await testPeer()
  const { client } = await login(peer)
  const back = peer.outage(guild)
  await peer.until(() => client.guilds.cache.get(guild.id)?.available === false)
  back()
  await peer.until(() => client.guilds.cache.get(guild.id)?.available === true)
  peer.leave(guild)
  await peer.until(() => client.guilds.cache.size === 0)
})

test('100 interactions at once, each acknowledged in time', async () => {
  const { peer, channel } = await testPeer()
  // discord.js counts the answers to interactions among its 50 calls a second; Discord does not.
  const { client } = await login(peer, serve, { rest: { globalRequestsPerSecond: 1000 } })
  await client.application?.commands.set([ask])
  const all = Array.from({ length: 100 }, () => peer.slash(channel, peer.user(), 'اسأل', { سؤال: 'م' }))
  await Promise.all(all.map((one) => one.settled(20_000)))
  expect(all.filter(({ failed }) => failed)).toEqual([])
  await peer.until(() => all.every((one) => one.followUps().length === 1), 20_000)
  expect(peer.violations).toEqual([])
})

test('two bots on one token: both get the interaction, the second answer is refused', async () => {
  const { peer, channel, user } = await testPeer()
  const one = await login(peer, serve)
  await login(peer, serve)
  await one.client.application?.commands.set([ask])
  expect(peer.gateway.sessions).toBe(2)
  const asked = peer.slash(channel, user, 'اسأل', { سؤال: 'م' })
  await asked.settled()
  await peer.until(() => refusedHere.includes(40060))
  expect(peer.refusals).toEqual([
    'POST /interactions/{id}/{token}/callback: Interaction has already been acknowledged.',
  ])
  expect(peer.violations).toEqual([])
})
